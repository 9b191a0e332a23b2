// The people of the demo scenario: who they are, where, and their common password.

import type { SignInOptions } from '#modules/access/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'

const texts = defineTexts('demo-people', {
  title: { zh: '演示人员', en: 'Demo people' },
  hint: {
    zh: '点选一人，自动填入用户名和密码。数据均为演示数据。',
    en: 'Choose somebody to fill in name and password. All data are for demonstration.',
  },
  password: { zh: '共用密码', en: 'Common password' },
})

type DemoGrant = NonNullable<SignInOptions['demo']>[number]
type DemoPerson = { signInName: string; displayName: string; grants: DemoGrant[] }

/** One entry a person: somebody with two posts is listed twice by the server. */
export function peopleOf(grants: readonly DemoGrant[]): DemoPerson[] {
  const people = new Map<string, DemoPerson>()
  for (const grant of grants) {
    const { signInName, displayName } = grant
    const person = people.get(signInName) ?? { signInName, displayName, grants: [] }
    person.grants.push(grant)
    people.set(signInName, person)
  }
  return [...people.values()]
}

type DemoPeopleProps = {
  people: readonly DemoPerson[]
  password: string
  choose: (given: { name: string; password: string }) => void
}

export function DemoPeople({ people, password, choose }: DemoPeopleProps) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <section className="demo-people" aria-labelledby="demo-people-title">
      <h2 id="demo-people-title">{t('title')}</h2>
      <p>{t('hint')}</p>
      <ul>
        {people.map((person) => (
          <li key={person.signInName}>
            <button type="button" onClick={() => choose({ name: person.signInName, password })}>
              <strong>{person.displayName}</strong>
              <span className="demo-person-role">
                {[...new Set(person.grants.map(({ roleName }) => say(roleName)))].join(' · ')}
              </span>
              <code>{person.signInName}</code>
            </button>
          </li>
        ))}
      </ul>
      <p className="demo-password">
        {t('password')}: <code>{password}</code>
      </p>
    </section>
  )
}
