// Finds a place by a part of its name: a text field with a list below it, by keyboard and by touch.

import { useId, useState, type KeyboardEvent } from 'react'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { levelOf } from './names.ts'

const texts = defineTexts('place-search', {
  label: { zh: '查找县（市、区）', en: 'Find a county' },
  town: { zh: '查找乡镇（街道）', en: 'Find a town' },
  none: { zh: '没有找到“{typed}”', en: '“{typed}” was not found' },
})

type PlaceSearchProps = { edition: PublicEdition; onChoose: (code: string) => void }

export function PlaceSearch({ edition, onChoose }: PlaceSearchProps) {
  const t = useTexts(texts)
  const say = useSay()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const wanted = typed.trim().toLowerCase()
  const found =
    wanted === ''
      ? []
      : edition.regions
          .filter(({ name, code }) => `${name.zh} ${name.en.toLowerCase()} ${code}`.includes(wanted))
          .slice(0, 8)
  const label = t(edition.tier === 'town' ? 'town' : 'label')
  const choose = (code: string): void => {
    onChoose(code)
    setTyped('')
    setOpen(false)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((active + step + found.length) % Math.max(1, found.length))
    }
    if (event.key === 'Enter' && found[active]) choose(found[active].code)
    if (event.key === 'Escape') setOpen(false)
  }
  const shown = open && wanted !== ''
  return (
    <div className="place-search">
      <input
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && found[active] ? `${id}-${found[active].code}` : undefined}
        autoComplete="off"
        placeholder={label}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={onKey}
      />
      {shown && (
        <ul id={`${id}-list`} role="listbox" aria-label={label}>
          {found.map((region, at) => {
            const parent = edition.parents.find(({ code }) => code === region.parent)
            return (
              <li
                key={region.code}
                id={`${id}-${region.code}`}
                role="option"
                aria-selected={at === active}
                onPointerDown={(event) => {
                  event.preventDefault()
                  choose(region.code)
                }}
              >
                <RiskMark colour={levelOf(edition, region.level)?.colour ?? null} />
                <span>{say(region.name)}</span>
                <span className="place-search-parent">{parent && say(parent.name)}</span>
              </li>
            )
          })}
          {found.length === 0 && (
            <li className="place-search-none" role="option" aria-selected={false} aria-disabled="true">
              {t('none', { typed: typed.trim() })}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
