// Two languages everywhere. Texts are written as {zh, en} side by side (`defineTexts`), so that a missing
// translation is a type error; i18next fills them in and tells the screens when the language changes.

import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language, Text } from '#base/text.ts'

const KEY = 'wuse.language'

/** ?lang= first, then the choice made before, then the browser's wish; Chinese if nothing is said. */
function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY)
  if (asked === 'zh' || asked === 'en') return asked
  const wished = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag))
  return wished?.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export const htmlLanguage: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

void i18next.use(initReactI18next).init({
  lng: typeof location === 'undefined' ? 'zh' : firstLanguage(),
  fallbackLng: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  returnNull: false,
  initAsync: false,
})

const mark = (language: string): void => {
  if (typeof document !== 'undefined') document.documentElement.lang = htmlLanguage[language as Language]
}
mark(i18next.language)
i18next.on('languageChanged', mark)

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language)
  void i18next.changeLanguage(language)
}

export type Texts<Key extends string> = { namespace: string; texts: Record<Key, Text> }

const registered = new Map<string, Record<string, Text>>()

/** The texts of one screen. Places to fill are written `{name}`. */
export function defineTexts<Key extends string>(namespace: string, texts: Record<Key, Text>): Texts<Key> {
  registered.set(namespace, texts)
  for (const language of ['zh', 'en'] as const) {
    const bundle = Object.fromEntries(Object.entries<Text>(texts).map(([key, text]) => [key, text[language]]))
    i18next.addResourceBundle(language, namespace, bundle, true, true)
  }
  return { namespace, texts }
}

export type Say<Key extends string> = (key: Key, values?: Record<string, string | number>) => string

/** `const t = useTexts(texts); t('title')`. */
export function useTexts<Key extends string>({ namespace }: Texts<Key>): Say<Key> {
  const { t } = useTranslation(namespace)
  return (key, values) => t(key, values ?? {})
}

export const useLanguage = (): Language => useTranslation().i18n.language as Language

/** Picks the current language out of a text that came from the server or from a policy pack. */
export function useSay(): (text: Text) => string {
  const language = useLanguage()
  return (text) => text[language]
}
