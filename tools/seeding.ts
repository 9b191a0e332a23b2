// Fills an empty database with a named scenario: the region, demo people, and the scenario's own records.
// Repeating it changes nothing. Everything goes through the modules' doors, as the program "seed".

import { systemActor } from '#base/actor.ts'
import { invalid } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { countAccounts, createAccount, demoPassword } from '#modules/access/index.ts'
import { perform, type Deps } from '#server/operations.ts'
import type { Work } from '#storage/work.ts'

export type DemoPerson = { signInName: string; displayName: string; role: string; regionPath: string; place: string }

const person = (
  signInName: string,
  displayName: string,
  role: string,
  regionPath: string,
  place: string,
): DemoPerson => ({
  signInName,
  displayName,
  role,
  regionPath,
  place,
})

export const demoPeople: readonly DemoPerson[] = [
  person('duty', '陈值班 Chen', 'duty-officer', '330000/', '浙江省 Zhejiang'),
  person('expert', '林专家 Lin', 'expert', '330000/', '浙江省 Zhejiang'),
  person('leader', '周指挥 Zhou', 'leader', '330000/', '浙江省 Zhejiang'),
  person('tracer', '吴流调 Wu', 'tracer', '330000/330300/', '温州市 Wenzhou'),
  person('yueqing', '郑值班 Zheng', 'duty-officer', '330000/330300/330382/', '乐清市 Yueqing'),
  person('liushi', '王值班 Wang', 'duty-officer', '330000/330300/330382/330382114/', '乐清市柳市镇 Liushi'),
  person('auditor', '沈审计 Shen', 'auditor', '330000/', '浙江省 Zhejiang'),
  person('admin', '管理员 Admin', 'administrator', '', '全部 everywhere'),
]

type Scenario = { seed: (write: Write, log: (line: string) => void) => Promise<void> }
type Write = <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>

const scenarios: Record<string, () => Promise<Scenario>> = {
  'zhejiang-2020': () => import('../scenarios/zhejiang-2020/seed.ts'),
}

export const scenarioNames = Object.keys(scenarios)

export async function seedScenario(deps: Deps, name: string, log: (line: string) => void): Promise<void> {
  const load = scenarios[name]
  if (!load) throw invalid('seed.scenario-unknown', { name, known: scenarioNames })
  const write: Write = (what, verb) =>
    perform(
      deps,
      { actor: systemActor('seed') },
      { name: `seed.${what}`, meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
      verb,
    )

  const scenario = await load()
  await scenario.seed(write, log)
  const { accounts } = await countAccounts(deps.db)
  if (accounts > 0) return
  log('Making demo people')
  await write('people', async (work) => {
    for (const { signInName, displayName, role, regionPath } of demoPeople) {
      await createAccount(work, { signInName, displayName, role, regionPath, password: demoPassword, isDemo: true })
    }
  })
}

registerSentences({
  'seed.scenario-unknown': {
    zh: '没有名为 {name} 的场景。可选:{known}。',
    en: 'There is no scenario {name}. Known: {known}.',
  },
})
