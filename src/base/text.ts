// Every text a person reads exists in both languages; `Text` makes forgetting one a type error.

import { z } from 'zod'

export const textSchema = z.object({ zh: z.string().min(1), en: z.string().min(1) })
export type Text = z.infer<typeof textSchema>
export type Language = 'zh' | 'en'

/** Fills `{name}` places of a template; an unknown name stays visible so that a test can find it. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

export const fillText = (template: Text, values: Record<string, string | number>): Text => ({
  zh: fill(template.zh, values),
  en: fill(template.en, values),
})
