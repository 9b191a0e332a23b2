// Pure decisions about access: how fast sign-in may be tried, what a password must be, what an actor
// may do for which purpose.

import type { Actor, Capability } from '#base/actor.ts'
import { registerSentences } from '#base/sentences.ts'

/** Failures within the window after which sign-in waits, by account and by address (NIST SP 800-63B §5.2.2 asks for a limit of 100). */
export const throttle = { windowMinutes: 15, perName: 5, perAddress: 50 } as const

/** Only demo accounts have it, only a demonstration tells it, and a production server refuses to start where they exist. */
export const demoPassword = 'wuse-demo-2020'

export const sessionHours = { idle: 12, longest: 7 * 24 } as const

export type RecentFailures = { byName: number; byAddress: number }

export const mayTrySignIn = (failures: RecentFailures): boolean =>
  failures.byName < throttle.perName && failures.byAddress < throttle.perAddress

/** Length only, as NIST SP 800-63B §5.1.1 asks: no composition rules. Null when acceptable. */
export function passwordFault(password: string, signInName: string): 'too-short' | 'too-long' | 'same-as-name' | null {
  if (password.length < 12) return 'too-short'
  if (password.length > 256) return 'too-long'
  if (password.toLowerCase() === signInName.toLowerCase()) return 'same-as-name'
  return null
}

export type Grant = {
  role: string
  regionPath: string
  capabilities: readonly Capability[]
  purposes: readonly string[]
}

/** Everything an account may do, from the grants that hold now. */
export function scopesFromGrants(grants: readonly Grant[]): Record<Capability, string[]> {
  const scopes: Record<Capability, string[]> = {}
  for (const grant of grants) {
    for (const capability of grant.capabilities) (scopes[capability] ??= []).push(grant.regionPath)
  }
  return Object.fromEntries(Object.entries(scopes).map(([capability, paths]) => [capability, outermost(paths)]))
}

/** Drops prefixes that lie below another one of the list. */
function outermost(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)].sort()
  return unique.filter((path) => !unique.some((other) => other !== path && path.startsWith(other)))
}

/** The purpose an action is done for: the one asked for if a grant allows it, the operation's own if allowed, else the first allowed. */
export function purposeFor(allowed: readonly string[], asked: string | undefined, usual: string): string | null {
  if (asked !== undefined) return allowed.includes(asked) ? asked : null
  return allowed.includes(usual) || allowed.length === 0 ? usual : allowed[0]!
}

/** An administrator hands out roles only inside the own part of the tree, and never to the own account. */
export function whyNotGrant(
  actor: Actor,
  to: { accountId: string; regionPath: string },
): 'own-account' | 'outside-jurisdiction' | null {
  if (actor.kind === 'system') return null
  if (actor.accountId === to.accountId) return 'own-account'
  const scopes = actor.scopes['accounts.manage'] ?? []
  return scopes.some((prefix) => to.regionPath.startsWith(prefix)) ? null : 'outside-jurisdiction'
}

registerSentences({
  'access.sign-in-failed': {
    zh: '用户名或密码不正确。',
    en: 'The name or the password is not right.',
  },
  'access.sign-in-throttled': {
    zh: '尝试次数过多，请在 {minutes} 分钟后再试。',
    en: 'Too many attempts; try again in {minutes} minutes.',
  },
  'access.account-locked': { zh: '该账户已停用，请联系管理员。', en: 'This account is locked; ask an administrator.' },
  'access.not-signed-in': { zh: '请先登录。', en: 'Please sign in first.' },
  'access.capability-missing': {
    zh: '您的岗位没有此项权限({capability})。',
    en: 'Your role does not include this right ({capability}).',
  },
  'access.must-change-password': {
    zh: '请先修改初始密码,再办理业务。',
    en: 'Change the first password before anything else.',
  },
  'access.purpose-not-allowed': {
    zh: '您的岗位不能以“{purpose}”为目的操作。',
    en: 'Your role may not act for the purpose "{purpose}".',
  },
  'access.outside-jurisdiction': { zh: '该地区不在您的管辖范围内。', en: 'This place is outside your jurisdiction.' },
  'access.grants-elsewhere': {
    zh: '该账户在您的管辖范围之外也有授权，请由上级管理员办理。',
    en: 'This account also has grants outside your jurisdiction; ask an administrator above you.',
  },
  'access.oidc-not-offered': {
    zh: '本系统未启用统一身份认证登录。',
    en: 'Sign-in through an identity provider is not set up here.',
  },
  'access.identity-unknown': {
    zh: '您的身份已由统一身份认证确认，但尚未关联账户。请把编号 {subject} 告诉管理员。',
    en: 'Your identity is proven, but no account is linked with it. Tell your administrator this number: {subject}',
  },
  'access.identity-taken': {
    zh: '该身份已关联另一个账户。',
    en: 'This identity is linked with another account.',
  },
  'access.own-account': { zh: '不能给自己的账户授权。', en: 'You cannot grant a role to your own account.' },
  'access.foreign-origin': {
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  'access.password-too-short': { zh: '密码至少 12 个字符。', en: 'A password has at least 12 characters.' },
  'access.password-too-long': { zh: '密码不超过 256 个字符。', en: 'A password has at most 256 characters.' },
  'access.password-same-as-name': { zh: '密码不能与用户名相同。', en: 'The password must differ from the name.' },
  'access.password-wrong': { zh: '当前密码不正确。', en: 'The current password is not right.' },
  'access.name-taken': { zh: '用户名“{name}”已被使用。', en: 'The name "{name}" is taken.' },
  'access.account-unknown': { zh: '没有这个账户。', en: 'There is no such account.' },
  'access.role-unknown': { zh: '没有“{role}”这个岗位。', en: 'There is no role "{role}".' },
  'access.session-unknown': { zh: '没有这个会话，可能已经结束。', en: 'There is no such session; it may have ended.' },
  'access.grant-unknown': { zh: '没有这项授权。', en: 'There is no such grant.' },
  'access.demo-only': { zh: '演示账户不能在正式环境使用。', en: 'Demo accounts cannot be used in production.' },
  'write.key-reused': {
    zh: '同一幂等键用于了不同的内容，请换一个新键。',
    en: 'This idempotency key was used with other content; send a new key.',
  },
})
