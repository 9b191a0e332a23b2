// The case register: line list, one case, report, daily counts, curve, clusters.

import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { NothingHere } from '../nothing-here.tsx'
import { CaseListPage } from './list/case-list-page.tsx'
import { CasePage } from './one/case-page.tsx'
import { ReportPage } from './report/report-page.tsx'
import { CountsPage } from './counts/counts-page.tsx'
import { ClustersPage } from './clusters/clusters-page.tsx'
import '../lists.css'
import './cases.css'

/** Apart, because the charts library is large. */
const CurvePage = lazy(async () => ({ default: (await import('./curve/curve-page.tsx')).CurvePage }))

export function CasesScreen() {
  return (
    <Routes>
      <Route index element={<CaseListPage />} />
      <Route path="report" element={<ReportPage />} />
      <Route path="counts" element={<CountsPage />} />
      <Route path="curve" element={<CurvePage />} />
      <Route path="clusters" element={<ClustersPage />} />
      <Route path=":id" element={<CasePage />} />
      <Route path="*" element={<NothingHere />} />
    </Routes>
  )
}
