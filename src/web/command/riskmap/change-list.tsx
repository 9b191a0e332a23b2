// A change list: the communiqué, the counts before and now, who was raised and lowered, city by city.

import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { ChangeList, LevelChange, LevelInfo } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark, RiskTag } from '#kit/risk-tag.tsx'
import { capital, levelById } from './names.ts'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-changes', {
  text: { zh: '通报文字', en: 'For the press' },
  counts: { zh: '各等级数量', en: 'Places per level' },
  now: { zh: '本期', en: 'now' },
  before: { zh: '上期', en: 'before' },
  difference: { zh: '增减', en: 'change' },
  level: { zh: '等级', en: 'Level' },
  raised: { zh: '等级上升（{count}）', en: 'Raised ({count})' },
  lowered: { zh: '等级下降（{count}）', en: 'Lowered ({count})' },
  none: { zh: '没有', en: 'none' },
  to: { zh: '变为', en: 'to' },
  places: { zh: '各市名单', en: 'City by city' },
})

type ChangeListProps = { changes: ChangeList; levels: readonly LevelInfo[] }

export function ChangeListView({ changes, levels }: ChangeListProps) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <div className="changes">
      <section className="map-card changes-text">
        <div className="changes-head">
          <h2>{t('text')}</h2>
          <CopyButton text={changes.sentences.map(say).join('\n')} />
        </div>
        {changes.sentences.map((sentence, index) => (
          <p key={sentence.en} className={index === 0 ? 'changes-headline' : undefined}>
            {say(sentence)}
          </p>
        ))}
      </section>
      <div className="changes-side">
        <CountTable changes={changes} levels={levels} />
        <section className="map-card">
          <Moves title={t('raised', { count: changes.raised.length })} moves={changes.raised} levels={levels} />
          <Moves title={t('lowered', { count: changes.lowered.length })} moves={changes.lowered} levels={levels} />
        </section>
      </div>
      <CityLists changes={changes} levels={levels} />
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const t = useTexts(mapTexts)
  const { message } = App.useApp()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      void message.success(t('copied'))
    } catch {
      void message.warning(t('cannotCopy'))
    }
  }
  return (
    <Button icon={<CopyOutlined />} onClick={() => void copy()}>
      {t('copy')}
    </Button>
  )
}

export function CountTable({ changes, levels }: ChangeListProps) {
  const t = useTexts(texts)
  const format = useFormat()
  return (
    <section className="map-card">
      <h2>{t('counts')}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('level')}</th>
            <th scope="col">{t('now')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('difference')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.counts.map(({ level: id, now, before }) => {
            const level = levelById(levels, id)
            return (
              <tr key={id}>
                <th scope="row">
                  {level && <RiskTag colour={level.colour} name={{ zh: level.name.zh, en: capital(level.name.en) }} />}
                </th>
                <td>{format.number(now)}</td>
                <td>{before === null ? '–' : format.number(before)}</td>
                <td>{before === null ? '–' : format.change(now - before)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

type MovesProps = {
  title: string
  moves: readonly LevelChange[]
  levels: readonly LevelInfo[]
  choose?: (code: string) => void
}

export function Moves({ title, moves, levels, choose }: MovesProps) {
  const t = useTexts(texts)
  const say = useSay()
  const language = useLanguage()
  const mark = (id: string) => {
    const level = levelById(levels, id)
    return (
      <span className="risk-tag">
        <RiskMark colour={level?.colour ?? null} size={12} />
        {level?.name[language] ?? id}
      </span>
    )
  }
  return (
    <>
      <h2>{title}</h2>
      {moves.length === 0 && <p className="quiet">{t('none')}</p>}
      <ul className="moves">
        {moves.map(({ code, name, parent, from, to }) => (
          <li key={code}>
            <span>
              {choose ? (
                <button type="button" className="text-button" onClick={() => choose(code)}>
                  {say(name)}
                </button>
              ) : (
                say(name)
              )}{' '}
              <span className="quiet">{say(parent.name)}</span>
            </span>
            <span className="moves-levels">
              {mark(from)}
              <span aria-label={t('to')}>→</span>
              {mark(to)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function CityLists({ changes, levels }: ChangeListProps) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <section className="map-card changes-places">
      <h2>{t('places')}</h2>
      <div className="changes-cities">
        {changes.groups.map(({ parent, levels: standing }) => (
          <div key={parent.code}>
            <h3>{say(parent.name)}</h3>
            {standing.map(({ level: id, regions }) => {
              const level = levelById(levels, id)
              return (
                <p key={id}>
                  <RiskMark colour={level?.colour ?? null} size={12} />{' '}
                  <strong>{level ? capital(say(level.name)) : id}</strong>{' '}
                  {regions.map(({ name }) => say(name)).join(say({ zh: '、', en: ', ' }))}
                </p>
              )
            })}
          </div>
        ))}
      </div>
    </section>
  )
}
