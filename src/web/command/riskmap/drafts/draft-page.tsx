// One map from draft to publication, and its record afterwards: what it says against the one in force, what experts
// set otherwise, the second look, what happened to it, and whether it still judges to the same bytes.

import { Alert, Drawer, Steps } from 'antd'
import { useParams } from 'react-router'
import type { PublicationDetail, PublicationState } from '#modules/riskmap/api.ts'
import { isPublic, stateNames } from '#modules/riskmap/rules/lifecycle.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Failure, Loading } from '#kit/states.tsx'
import { Page } from '../../page.tsx'
import { useMapAddress } from '../address.ts'
import { CountTable, Moves } from '../change-list.tsx'
import { useChangeList, usePublication } from '../data.ts'
import { ExportMenu } from '../export-menu.tsx'
import { PackNote } from '../pack-note.tsx'
import { PlacePanel } from '../place-panel.tsx'
import { MapTabs } from '../map-tabs.tsx'
import { StateTag } from '../state-tag.tsx'
import { mapTexts } from '../texts.ts'
import { Deviations } from './deviations.tsx'
import { DraftMap } from './draft-map.tsx'
import { EventList } from './event-list.tsx'
import { FreshnessNotice } from './freshness-notice.tsx'
import { JudgeAgain } from './judge-again.tsx'
import { ProposeDeviation } from './propose-deviation.tsx'
import { SecondLook } from './second-look.tsx'
import { StepBar } from './step-bar.tsx'

const texts = defineTexts('riskmap-draft', {
  title: { zh: '{place} {day} 风险图', en: 'Risk map of {place}, {day}' },
  drafted: { zh: '起草', en: 'Draft' },
  look: { zh: '复核', en: 'Second look' },
  publish: { zh: '发布', en: 'Publish' },
  by: { zh: '{name} · {at}', en: '{name} · {at}' },
  raised: { zh: '等级上升（{count}）', en: 'Raised ({count})' },
  lowered: { zh: '等级下降（{count}）', en: 'Lowered ({count})' },
  knownAt: { zh: '数据为 {at} 所知', en: 'counts as known at {at}' },
  revision: { zh: '第 {number} 稿', en: 'revision {number}' },
  returnedBy: { zh: '{name} 退回：{note}', en: 'Returned by {name}: {note}' },
  discarded: { zh: '这一稿已作废，仅供查阅。', en: 'This draft was given up; it is kept for the record.' },
})

const openStates = new Set<PublicationState>(['draft', 'submitted', 'returned', 'approved'])

export function DraftPage() {
  const { id } = useDraftId()
  const detail = usePublication(id)
  if (detail.error) return <Failure error={detail.error} retry={() => void detail.refetch()} />
  return detail.data && detail.data.publication.id === id ? <Draft detail={detail.data} /> : <Loading />
}

/** `/riskmap/drafts/<id>`; the screen's own route is a splat. */
const useDraftId = () => ({ id: (useParams()['*'] ?? '').split('/')[1] ?? '' })

function Draft({ detail }: { detail: PublicationDetail }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { publication, levels, deviations, events } = detail
  const { address, go } = useMapAddress()
  const changes = useChangeList(publication.id)
  const open = openStates.has(publication.state)
  const undecided = deviations.filter(({ state }) => state === 'proposed').length
  const returned = events.findLast(({ kind }) => kind === 'returned')
  const title = t('title', { place: say(publication.root.name), day: format.day(publication.on) })
  return (
    <Page
      title={title}
      lead={
        <span className="draft-lead">
          <StateTag state={publication.state} />
          <PackNote version={publication.pack} name={publication.packName} />
          <span>{t('knownAt', { at: format.instant(publication.knownAt) })}</span>
          <span>{t('revision', { number: publication.revision })}</span>
        </span>
      }
      actions={<ExportMenu publication={publication} />}
    >
      <MapTabs />
      <StepsOf detail={detail} />
      {publication.state === 'returned' && returned && (
        <Alert
          type="warning"
          showIcon
          title={t('returnedBy', { name: returned.by.name, note: returned.note ?? '–' })}
        />
      )}
      {publication.state === 'discarded' && <Alert type="info" showIcon title={t('discarded')} />}
      {open && <FreshnessNotice publication={publication} undecided={undecided} />}
      <StepBar detail={detail} undecided={undecided} changes={changes.data} />
      <div className="draft">
        <div className="draft-main">
          <DraftMap detail={detail} changes={changes.data} />
        </div>
        <div className="draft-side">
          {changes.data ? (
            <>
              <CountTable changes={changes.data} levels={levels} />
              <section className="map-card draft-card">
                <Moves
                  title={t('raised', { count: changes.data.raised.length })}
                  moves={changes.data.raised}
                  levels={levels}
                  choose={(place) => go({ place })}
                />
                <Moves
                  title={t('lowered', { count: changes.data.lowered.length })}
                  moves={changes.data.lowered}
                  levels={levels}
                  choose={(place) => go({ place })}
                />
              </section>
            </>
          ) : (
            <Loading />
          )}
        </div>
      </div>
      <Deviations detail={detail} />
      {publication.state === 'submitted' && changes.data && (
        <SecondLook detail={detail} changes={changes.data} undecided={undecided} />
      )}
      <div className="draft-record">
        <EventList detail={detail} />
        {isPublic(publication.state) && <JudgeAgain publication={publication} />}
      </div>
      <Drawer
        open={Boolean(address.place)}
        onClose={() => go({ place: null })}
        closable={false}
        size={420}
        styles={{ body: { padding: 0 } }}
      >
        {address.place && (
          <PlacePanel publicationId={publication.id} code={address.place} close={() => go({ place: null })}>
            {open && <ProposeDeviation detail={detail} code={address.place} />}
          </PlacePanel>
        )}
      </Drawer>
    </Page>
  )
}

function StepsOf({ detail: { publication } }: { detail: PublicationDetail }) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const { author, reviewed, published, state, withdrawn } = publication
  const current = {
    draft: 0,
    returned: 0,
    submitted: 1,
    approved: 2,
    published: 3,
    superseded: 3,
    withdrawn: 3,
    discarded: 0,
  }
  const signed = (who: { name: string; at: string } | null) =>
    who ? t('by', { name: who.name, at: format.instant(who.at) }) : ''
  return (
    <Steps
      size="small"
      responsive
      current={current[state]}
      status={state === 'withdrawn' || state === 'discarded' ? 'error' : state === 'returned' ? 'error' : 'process'}
      items={[
        { title: t('drafted'), content: signed(author) },
        { title: t('look'), content: signed(reviewed) },
        { title: t('publish'), content: signed(published) },
        ...(state === 'withdrawn' && withdrawn
          ? [{ title: say(stateNames.withdrawn), content: `${signed(withdrawn)} ${withdrawn.reason}` }]
          : state === 'superseded'
            ? [{ title: say(stateNames.superseded), content: '' }]
            : state === 'published'
              ? [{ title: shared('inForce'), content: '' }]
              : []),
      ]}
    />
  )
}
