// Fills an empty database with a named scenario: the region, demo people, and the scenario's own records.
// Repeating it changes nothing. Everything goes through the modules' doors, as the program "seed".

import { systemActor } from '#base/actor.ts'
import { invalid } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { actorOfName, countAccounts, createAccount, demoPassword } from '#modules/access/index.ts'
import { perform, type Caller, type Deps } from '#server/operations.ts'
import type { Work } from '#storage/work.ts'
import type { World } from '../scenarios/world.ts'

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

type Scenario = { seedRegion: (world: World) => Promise<void>; seedRecords: (world: World) => Promise<void> }

const scenarios: Record<string, () => Promise<Scenario>> = {
  'zhejiang-2020': () => import('../scenarios/zhejiang-2020/seed.ts'),
}

export const scenarioNames = Object.keys(scenarios)

export async function seedScenario(deps: Deps, name: string, log: (line: string) => void): Promise<void> {
  const load = scenarios[name]
  if (!load) throw invalid('seed.scenario-unknown', { name, known: scenarioNames })
  const scenario = await load()
  const world = worldOn(deps, log)
  await scenario.seedRegion(world)
  const { accounts } = await countAccounts(deps.db)
  if (accounts === 0) {
    log('Making demo people')
    await world.write('people', makePeople)
  }
  await scenario.seedRecords(world)
}

async function makePeople(work: Work): Promise<void> {
  for (const { signInName, displayName, role, regionPath } of demoPeople) {
    await createAccount(work, { signInName, displayName, role, regionPath, password: demoPassword, isDemo: true })
  }
}

function worldOn(deps: Deps, log: (line: string) => void): World {
  const meta = { effect: 'write', purpose: 'operation' } as const
  const callers = new Map<string, Promise<Caller>>()
  return {
    log,
    write: (what, verb) =>
      perform(
        deps,
        { actor: systemActor('seed') },
        { name: `seed.${what}`, meta: { ...meta, access: 'signed-in' } },
        verb,
      ),
    as: async (signInName, capability, operation, verb) => {
      const caller = callers.get(signInName) ?? callerFor(deps, signInName)
      callers.set(signInName, caller)
      return perform(deps, await caller, { name: operation, meta: { ...meta, access: { capability } } }, verb)
    },
  }
}

async function callerFor(deps: Deps, signInName: string): Promise<Caller> {
  const actor = await actorOfName(deps.db, signInName, deps.clock.now())
  if (!actor) throw invalid('seed.person-missing', { name: signInName })
  return { actor, purposes: actor.purposes }
}

registerSentences({
  'seed.person-missing': {
    zh: '没有演示账户 {name}，数据库可能已用于其他用途。',
    en: 'There is no demo account {name}: this database may serve another purpose.',
  },
  'seed.scenario-unknown': {
    zh: '没有名为 {name} 的场景。可选：{known}。',
    en: 'There is no scenario {name}. Known: {known}.',
  },
})
