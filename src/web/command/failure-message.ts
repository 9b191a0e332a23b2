// Shows why a write was refused, in the current language, over any screen.

import { App } from 'antd'
import { useLanguage } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'

/** Pass as `onError` of a mutation. */
export function useFailureMessage(): (error: unknown) => void {
  const { message } = App.useApp()
  const language = useLanguage()
  return (error) => void message.error(sentenceOfError(error, language), 6)
}
