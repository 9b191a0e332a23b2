// 中文 / English: one button that names the other language in that language.

import { chooseLanguage, useLanguage } from './i18n.ts'

export function LanguageSwitch({ className = 'language-switch' }: { className?: string }) {
  const language = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className={className}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => chooseLanguage(other)}
    >
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}
