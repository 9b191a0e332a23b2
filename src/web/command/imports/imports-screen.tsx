// The import desk: list and upload, one batch, and all rows that wait for a decision.

import { Route, Routes } from 'react-router'
import { NothingHere } from '../nothing-here.tsx'
import { BatchPage } from './batch-page.tsx'
import { ImportsPage } from './imports-page.tsx'
import { AllConflictsPage } from './conflicts/all-conflicts-page.tsx'
import '../lists.css'
import './imports.css'

export function ImportsScreen() {
  return (
    <Routes>
      <Route index element={<ImportsPage />} />
      <Route path="conflicts" element={<AllConflictsPage />} />
      <Route path=":id" element={<BatchPage />} />
      <Route path="*" element={<NothingHere />} />
    </Routes>
  )
}
