// `wuse start`: the server with everything it needs. Without a database it is a demonstration: an embedded
// database, a seeded region and demo people whose names and password are printed.

import { InvalidArgumentError, type Command } from 'commander'
import { stopwatch } from '#base/clock.ts'
import { readConfig } from '#server/config.ts'
import { startServer, type Running } from '#server/main.ts'
import { demoPassword } from '#modules/access/index.ts'
import { demoPeople, seedScenario } from './seeding.ts'
import { note, print, reportFailure } from './terminal.ts'

type StartOptions = {
  production?: boolean
  port?: number
  host?: string
  roles?: string
  data?: string
  scenario: string
  json?: boolean
}

export function defineStartCommand(program: Command): void {
  program
    .command('start')
    .description('start the server; without --production a demonstration with a seeded region and demo people')
    .option('--production', 'refuse demo people and missing secrets')
    .option('--port <number>', 'port to listen on (default 8020, or WUSE_PORT)', portNumber)
    .option('--host <address>', 'address to listen on')
    .option('--roles <list>', 'web, worker or both', undefined)
    .option('--data <folder>', 'data folder of the embedded database (default ./data, or WUSE_DATA)')
    .option('--scenario <name>', 'what the demonstration begins with', 'zhejiang-2020')
    .option('--json', 'when ready, print one line of JSON with the address')
    .action(async (options: StartOptions) => {
      const elapsed = stopwatch()
      const config = readConfig({
        ...(options.production ? { production: true } : {}),
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.host === undefined ? {} : { host: options.host }),
        ...(options.roles === undefined ? {} : { roles: options.roles }),
        ...(options.data === undefined ? {} : { data: options.data }),
      })
      let running: Running | undefined
      const end = ending(() => running)
      running = await startServer(config, {
        log: note,
        onDeath: () => end('PostgreSQL ended', 1),
        ...(config.mode === 'demo' ? { prepare: (deps) => seedScenario(deps, options.scenario, note) } : {}),
      })
      if (options.json) {
        const { address, firstAdministrator } = running
        print(JSON.stringify({ address, mode: config.mode, milliseconds: Math.round(elapsed()), firstAdministrator }))
      } else announce(running, config.mode, elapsed())
      process.on('SIGINT', () => end('SIGINT', 0))
      process.on('SIGTERM', () => end('SIGTERM', 0))
    })
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a number from 0 to 65535 is needed')
  return port
}

/** Stops in order, once; asked a second time it leaves at once (PostgreSQL then stops by itself). */
function ending(server: () => Running | undefined): (why: string, code: 0 | 1) => void {
  let stopping = false
  return (why, code) => {
    if (stopping) process.exit(1)
    stopping = true
    note(`${why}: stopping`)
    const stopped = server()?.stop() ?? Promise.resolve()
    stopped.then(
      () => process.exit(code),
      (error: unknown) => {
        reportFailure(error)
        process.exit(1)
      },
    )
  }
}

function announce({ address, firstAdministrator }: Running, mode: 'demo' | 'production', milliseconds: number): void {
  print('')
  print(`Wuse 五色 is ready after ${(milliseconds / 1000).toFixed(1)} s`)
  if (firstAdministrator) print(`  First administrator 首位管理员: ${firstAdministrator.name}`)
  if (address === '') return
  print(`  Public map       公众地图   ${address}/`)
  print(`  Command centre   指挥中心   ${address}/command`)
  print(`  API reference    接口说明   ${address}/api/reference`)
  if (mode === 'production') return
  print('')
  print(`Demo people 演示人员 (password 密码: ${demoPassword})`)
  for (const { signInName, displayName, role, place } of demoPeople)
    print(`  ${signInName.padEnd(14)} ${role.padEnd(16)} ${displayName} · ${place}`)
  print('')
  print('Stop with Ctrl-C. Data stays in the data folder. 按 Ctrl-C 停止,数据保留。')
}
