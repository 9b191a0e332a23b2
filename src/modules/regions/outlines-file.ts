// Reads outlines from GeoJSON: each feature belongs to a region by its code. Faults name the feature and the remedy;
// the commonest are another coordinate system (metres instead of degrees) and latitude before longitude.

import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { z } from 'zod'
import type { FieldIssue } from '#base/errors.ts'
import { groupBy, type RegionRow } from './divisions-file.ts'
import { holdsOn } from './rules.ts'

export type OutlineRow = { code: string; validFrom: string; geometry: Polygon | MultiPolygon; areaSquareKm: number }
export type OutlinesRead = { rows: OutlineRow[]; read: number; faults: FieldIssue[] }

const featureCollectionSchema = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) })

const positionSchema = z.tuple([z.number(), z.number()]).rest(z.number())
const polygonSchema = z.array(z.array(positionSchema).min(4)).min(1)
const featureSchema = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: polygonSchema }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygonSchema).min(1) }),
  ]),
})

/** Properties in which codes are found, in this order, unless one is named. */
const codeProperties = ['code', 'adcode', 'CODE', 'PAC', 'id'] as const

export function isFeatureCollection(value: unknown): value is FeatureCollection {
  return featureCollectionSchema.safeParse(value).success
}

export function readOutlineFeatures(
  collection: FeatureCollection,
  regions: readonly RegionRow[],
  options: {
    file: string
    codeProperty?: string | undefined
    /** Draws only the validities that hold on this day, unless a feature states its own; without it, all of a code. */
    on?: string | undefined
  },
): OutlinesRead {
  const byCode = groupBy(regions, ({ code }) => code)
  const faults: FieldIssue[] = []
  const rows: OutlineRow[] = []
  collection.features.forEach((feature, i) => {
    const fault = (field: string, code: string, message: string): void => {
      faults.push({ path: `${options.file}:feature ${i + 1}:${field}`, code, message })
    }
    const parsed = featureSchema.safeParse(feature)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      fault(
        issue?.path.join('.') ?? 'geometry',
        'geometry',
        `The feature is no Polygon or MultiPolygon of at least four positions a ring: ${issue?.message ?? ''}`,
      )
      return
    }
    const code = codeOf(feature, options.codeProperty)
    if (code === null) {
      fault(
        'properties',
        'code',
        `The feature has no code: name the property that holds it (looked for ${options.codeProperty ?? codeProperties.join(', ')})`,
      )
      return
    }
    const versions = byCode.get(code)
    if (!versions) {
      fault('code', 'unknown', `${code} is no region of this tree: add it to the divisions, or correct the code`)
      return
    }
    const from = stringOf(feature.properties?.valid_from) ?? options.on ?? null
    const held = from === null ? versions : versions.filter((row) => holdsOn(row, from))
    if (held.length === 0) {
      fault('valid_from', 'validity', `${code} is not in force on ${from}: correct the day, or remove the feature`)
      return
    }
    const geometry = parsed.data.geometry as Polygon | MultiPolygon
    const wrong = coordinateFault(geometry)
    if (wrong) {
      fault('geometry', 'coordinates', wrong)
      return
    }
    const areaSquareKm = geometryArea(geometry)
    if (areaSquareKm <= 0) {
      fault('geometry', 'area', `The outline of ${code} has no area: draw a closed ring`)
      return
    }
    for (const { validFrom } of held) {
      const twin = rows.find((row) => row.code === code && row.validFrom === validFrom)
      if (twin)
        fault(
          'code',
          'twice',
          `${code} is drawn twice for the validity from ${validFrom}: join both into one MultiPolygon`,
        )
      else rows.push({ code, validFrom, geometry, areaSquareKm })
    }
  })
  return { rows, read: collection.features.length, faults }
}

const stringOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null

function codeOf(feature: Feature, property: string | undefined): string | null {
  const properties = feature.properties ?? {}
  if (property !== undefined) return property === 'id' ? stringOf(feature.id) : stringOf(properties[property])
  for (const name of codeProperties) {
    const found = stringOf(properties[name])
    if (found !== null) return found
  }
  return stringOf(feature.id)
}

const positionsOf = (geometry: Polygon | MultiPolygon): Position[] =>
  geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2)

function coordinateFault(geometry: Polygon | MultiPolygon): string | null {
  for (const [longitude = NaN, latitude = NaN] of positionsOf(geometry)) {
    if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) continue
    if (Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90)
      return `(${longitude}, ${latitude}) looks like latitude before longitude: GeoJSON wants longitude first`
    return `(${longitude}, ${latitude}) is not in degrees: convert the file to longitude and latitude (EPSG:4326 or 4490)`
  }
  return null
}

/** Area in km², good to about a tenth of a per cent for a county (each ring is taken as flat at its middle latitude). */
function geometryArea(geometry: Polygon | MultiPolygon): number {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons.reduce((sum, [outer = [], ...holes]) => {
    return sum + ringArea(outer) - holes.reduce((held, hole) => held + ringArea(hole), 0)
  }, 0)
}

function ringArea(ring: Position[]): number {
  const middle = ring.reduce((sum, p) => sum + (p[1] ?? 0), 0) / Math.max(ring.length, 1)
  let double = 0
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? []
    const [bx = 0, by = 0] = ring[i] ?? []
    double += ax * by - bx * ay
  }
  return Math.abs(double / 2) * 111.32 * Math.cos((middle * Math.PI) / 180) * 110.8
}
