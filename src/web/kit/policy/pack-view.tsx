// One policy pack as people read it: levels, rules with their numbers and examples, sources, notes. The same page for
// officials and for the public. Numbers that are our own proposal are labelled illustrative.

import './pack-view.css'
import { Fragment } from 'react'
import type { PackInFull, PolicyRule, PolicySource } from '#modules/policies/api.ts'
import { useFormat } from '../format.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '../i18n.ts'
import { RiskTag } from '../risk-tag.tsx'

const texts = defineTexts('pack-view', {
  version: { zh: '版本', en: 'Version' },
  validity: { zh: '有效期', en: 'Validity' },
  from: { zh: '{from}起', en: 'from {from}' },
  between: { zh: '{from}至{to}', en: '{from} to {to}' },
  publisher: { zh: '发布者', en: 'Publisher' },
  handbook: { zh: '下载手册', en: 'Download the handbook' },
  contents: { zh: '目录', en: 'Contents' },
  levels: { zh: '等级', en: 'Levels' },
  review: { zh: '评定周期', en: 'Reviews' },
  reviewSentence: {
    zh: '首次评定 {first}，每 {days} 天评定一次。',
    en: 'The first review is on {first}, then every {days} days.',
  },
  rules: { zh: '规则', en: 'Rules' },
  numbers: { zh: '参数', en: 'Numbers' },
  sentences: { zh: '对公众的说明', en: 'What it says to the public' },
  examples: { zh: '示例', en: 'Examples' },
  verdict: { zh: '类', en: 'Kind' },
  case: { zh: '情形', en: 'Case' },
  result: { zh: '结果', en: 'Result' },
  yes: { zh: '适用', en: 'applies' },
  no: { zh: '不适用', en: 'does not apply' },
  edge: { zh: '边界', en: 'edge' },
  basis: { zh: '依据', en: 'Legal basis and sources' },
  notes: { zh: '说明', en: 'Notes' },
  source: { zh: '来源', en: 'Source' },
})

export function PackView({ pack }: { pack: PackInFull }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const language = useLanguage()
  const { riskmap, validFrom, validTo } = pack
  const validity = validTo
    ? t('between', { from: format.day(validFrom), to: format.day(validTo) })
    : t('from', { from: format.day(validFrom) })
  return (
    <article className="pack">
      <header>
        <h2>{say(pack.name)}</h2>
        <p>{say(pack.summary)}</p>
        <dl className="pack-facts">
          <dt>{t('version')}</dt>
          <dd>
            <code>{pack.version}</code>
          </dd>
          <dt>{t('validity')}</dt>
          <dd>{validity}</dd>
          <dt>{t('publisher')}</dt>
          <dd>{say(pack.publisher)}</dd>
        </dl>
        <a href={`/api/policies/${pack.id}/handbook.md?language=${language}`}>{t('handbook')}</a>
      </header>
      {riskmap && (
        <>
          <nav className="pack-contents" aria-label={t('contents')}>
            {riskmap.rules.map((rule) => (
              <a key={rule.id} href={`#rule-${rule.id}`}>
                {say(rule.name)}
              </a>
            ))}
          </nav>
          <section>
            <h3>{t('levels')}</h3>
            <dl className="pack-levels">
              {riskmap.levels.map((level) => (
                <Fragment key={level.id}>
                  <dt>
                    <RiskTag colour={level.colour} name={level.name} />
                  </dt>
                  <dd>
                    <strong>{say(level.meaning)}</strong> {say(level.guidance)}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
          <section>
            <h3>{t('review')}</h3>
            <p>{t('reviewSentence', { first: format.day(riskmap.review.firstOn), days: riskmap.review.everyDays })}</p>
            <SourceLine source={riskmap.source} />
          </section>
          <section>
            <h3>{t('rules')}</h3>
            {riskmap.rules.map((rule) => (
              <RuleView key={rule.id} rule={rule} levels={riskmap.levels} />
            ))}
          </section>
        </>
      )}
      <section>
        <h3>{t('basis')}</h3>
        <ul>
          {pack.legalBasis.map((basis) => (
            <li key={basis.address}>
              <a href={basis.address} rel="noreferrer" target="_blank">
                {say(basis.title)}
              </a>
            </li>
          ))}
        </ul>
      </section>
      {pack.notes.length > 0 && (
        <section>
          <h3>{t('notes')}</h3>
          {pack.notes.map((note) => (
            <details key={note.title.en} className="pack-note">
              <summary>{say(note.title)}</summary>
              <p>{say(note.text)}</p>
            </details>
          ))}
        </section>
      )}
    </article>
  )
}

type Levels = NonNullable<PackInFull['riskmap']>['levels']

function RuleView({ rule, levels }: { rule: PolicyRule; levels: Levels }) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <section className="pack-rule" id={`rule-${rule.id}`}>
      <h4>
        {say(rule.name)} <code>{rule.id}</code>
      </h4>
      <p>{say(rule.summary)}</p>
      <SourceLine source={rule.source} />
      <div className="pack-table">
        <table>
          <caption>{t('numbers')}</caption>
          <tbody>
            {rule.parameters.map(({ key, name, value }) => (
              <tr key={key}>
                <th scope="row">{say(name)}</th>
                <td>{say(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>
          {t('sentences')} ({rule.sentences.length})
        </summary>
        <ul>
          {rule.sentences.map(({ key, text }) => (
            <li key={key}>{say(text)}</li>
          ))}
        </ul>
      </details>
      <details>
        <summary>
          {t('examples')} ({rule.examples.length})
        </summary>
        <div className="pack-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('examples')}</th>
                <th scope="col">{t('verdict')}</th>
                <th scope="col">{t('case')}</th>
                <th scope="col">{t('result')}</th>
              </tr>
            </thead>
            <tbody>
              {rule.examples.map((example) => {
                const level = levels.find(({ id }) => id === example.level)
                return (
                  <tr key={example.title.en}>
                    <td>{say(example.title)}</td>
                    <td className="nowrap">{t(example.verdict)}</td>
                    <td>{say(example.case)}</td>
                    <td>{level ? <RiskTag colour={level.colour} name={level.name} /> : example.level}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  )
}

function SourceLine({ source: { mark, markName, note, addresses } }: { source: PolicySource }) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <p className="pack-source">
      <span className={mark === 'proposal' ? 'pack-mark pack-mark-proposal' : 'pack-mark'}>{say(markName)}</span>
      {say(note)}{' '}
      {addresses.map((address, index) => (
        <a key={address} href={address} rel="noreferrer" target="_blank">
          {t('source')} {index + 1}{' '}
        </a>
      ))}
    </p>
  )
}
