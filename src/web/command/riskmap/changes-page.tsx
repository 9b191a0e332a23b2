// The changes of the chosen edition against the one before, in the words of a press office, ready to copy.

import { useCurrentMap } from './current-map.tsx'
import { useChangeList, usePublication } from './data.ts'
import { ChangeListView } from './change-list.tsx'
import { ExportMenu } from './export-menu.tsx'
import { MapChooser } from './map-chooser.tsx'
import { TimeSlider } from './time-slider.tsx'
import { Failure, Loading } from '#kit/states.tsx'

export function ChangesPage() {
  const { edition } = useCurrentMap()
  const changes = useChangeList(edition.id)
  const detail = usePublication(edition.id)
  const error = changes.error ?? detail.error
  return (
    <>
      <div className="map-bar">
        <span />
        <span className="map-bar-end">
          <MapChooser />
          <ExportMenu publication={edition} />
        </span>
      </div>
      <section className="map-card">
        <TimeSlider />
      </section>
      {error ? (
        <Failure error={error} retry={() => void changes.refetch()} />
      ) : changes.data && detail.data ? (
        <ChangeListView changes={changes.data} levels={detail.data.levels} />
      ) : (
        <Loading />
      )}
    </>
  )
}
