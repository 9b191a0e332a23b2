// Every module's contract, routes, downloads and subscriptions, joined in one place. The web imports only
// the type of `contract`; a module that is missing here does not exist for anybody.

import type { Download } from '#base/download.ts'
import { contract as access } from '#modules/access/api.ts'
import { downloads as accessDownloads } from '#modules/access/downloads.ts'
import { routes as accessRoutes } from '#modules/access/routes.ts'
import { contract as cases } from '#modules/cases/api.ts'
import { downloads as caseDownloads } from '#modules/cases/index.ts'
import { routes as casesRoutes } from '#modules/cases/routes.ts'
import { contract as policies } from '#modules/policies/api.ts'
import { downloads as policyDownloads } from '#modules/policies/index.ts'
import { routes as policiesRoutes } from '#modules/policies/routes.ts'
import { contract as regions } from '#modules/regions/api.ts'
import { downloads as regionDownloads, routes as regionsRoutes } from '#modules/regions/routes.ts'
import { contract as riskmap } from '#modules/riskmap/api.ts'
import { downloads as riskmapDownloads } from '#modules/riskmap/downloads.ts'
import { routes as riskmapRoutes } from '#modules/riskmap/routes.ts'
import type { Work } from '#storage/work.ts'
import type { Subscriptions } from './jobs.ts'
import { publicInformation } from './public-information.ts'

export const contract = { access, cases, policies, regions, riskmap }

export const routes = {
  access: accessRoutes,
  cases: casesRoutes,
  policies: policiesRoutes,
  regions: regionsRoutes,
  riskmap: riskmapRoutes,
}

export const downloads: Download<Work>[] = [
  ...accessDownloads,
  ...caseDownloads,
  ...policyDownloads,
  ...regionDownloads,
  ...riskmapDownloads,
  publicInformation,
]

/** Fact kind → what other modules do when it was recorded. */
export const subscriptions: Subscriptions = {}
