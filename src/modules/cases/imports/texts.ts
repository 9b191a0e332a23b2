// Every reason a finding can have: what was found, what became of the row, and what to do about it, in both languages.

import { fillText, type Text } from '#base/text.ts'
import type { CaseState } from '../api-types.ts'
import { stateNames } from '../rules.ts'

const both = (zh: string, en: string): Text => ({ zh, en })
type Sentences = { message: Text; remedy: Text }
const says = (message: Text, remedy: Text): Sentences => ({ message, remedy })

const noAction = both('无需处理。', 'Nothing to do.')
const mendAndRepeat = both(
  '请在文件中更正后重新导入，其余行不会重复入库。',
  'Correct the row in the file and import it again; rows already stored are not stored twice.',
)
const chooseArea = both(
  '请选择：归入某个县（市、区）、保留在市一级，或不采用；可记住该选择。',
  'Choose: assign it to a county, keep it at the city, or refuse it; the answer can be remembered.',
)

export const reasons = {
  'date-was-utc': says(
    both(
      '“{value}”是世界时时刻，按本地日历记为 {on}。',
      '"{value}" is an instant in UTC; by the local calendar it is {on}.',
    ),
    noAction,
  ),
  'date-utc-assumed': says(
    both(
      '“{value}”恰为 16:00:00 且无时区，按世界时理解，记为次日 {on}。',
      '"{value}" is exactly 16:00:00 without a zone; taken as UTC, that is local midnight: {on}.',
    ),
    both('如果该时刻是本地时间，请在文件中只保留日期。', 'If it was local time, leave only the day in the file.'),
  ),
  'date-excel-serial': says(
    both('“{value}”是 Excel 日期序号，即 {on}。', '"{value}" is an Excel serial number: {on}.'),
    noAction,
  ),
  'date-missing': says(both('没有日期。', 'There is no day.'), mendAndRepeat),
  'date-unreadable': says(both('“{value}”不是可识别的日期。', '"{value}" is not a day.'), mendAndRepeat),
  'date-not-in-calendar': says(both('日历上没有“{value}”这一天。', 'The calendar has no "{value}".'), mendAndRepeat),
  'date-without-year': says(both('“{value}”没有年份。', '"{value}" has no year.'), mendAndRepeat),
  'date-ambiguous': says(
    both('“{value}”可能是日在前，也可能是月在前。', '"{value}" may mean day first or month first.'),
    both('请在对应关系中写明日期顺序后重新导入。', 'State the order of dates in the mapping and import again.'),
  ),
  'date-other-order': says(
    both(
      '“{value}”与所选日期顺序不符（日月可能互换）。',
      '"{value}" does not fit the chosen order of dates; day and month may be swapped.',
    ),
    both('请核对该行的日和月，更正后重新导入。', 'Check day and month of this row, correct it and import again.'),
  ),
  'date-future': says(both('{on} 晚于今天 {today}。', '{on} lies after today, {today}.'), mendAndRepeat),
  'figure-missing': says(
    both('没有病例数；空格不当作 0。', 'There is no figure; an empty cell is not taken for 0.'),
    both(
      '确为 0 请填 0;该行只报其他内容则无需处理。',
      'Write 0 if it is 0; nothing to do if the row reports something else only.',
    ),
  ),
  'figure-unreadable': says(both('“{value}”不是数字。', '"{value}" is not a number.'), mendAndRepeat),
  'figure-not-whole': says(both('“{value}”不是整数。', '"{value}" is not a whole number.'), mendAndRepeat),
  'figure-too-large': says(both('“{value}”过大。', '"{value}" is too large.'), mendAndRepeat),
  'figure-negative': says(
    both('新增 {confirmed} 例为负数。', 'The new cases are negative: {confirmed}.'),
    both('若为官方核减，请采用；否则不采用。', 'Take it if the source states it as a correction; else refuse it.'),
  ),
  'cumulative-negative': says(
    both('累计数“{value}”为负。', 'The cumulative figure "{value}" is negative.'),
    mendAndRepeat,
  ),
  'imported-negative': says(
    both('其中输入 {imported} 例为负数。', 'The imported cases are negative: {imported}.'),
    both('采用则只记确诊数，输入数记为不详。', 'Taking it stores the confirmed cases and leaves the imported unknown.'),
  ),
  'imported-over-confirmed': says(
    both('其中输入 {imported} 例多于确诊 {confirmed} 例。', 'Imported {imported} exceed confirmed {confirmed}.'),
    both('采用则只记确诊数，输入数记为不详。', 'Taking it stores the confirmed cases and leaves the imported unknown.'),
  ),
  'total-row': says(
    both('“{value}”是合计行，不是一个地区。', '"{value}" is a row of totals, not a place.'),
    both('无需处理：合计由系统计算。', 'Nothing to do: totals are computed.'),
  ),
  'area-missing': says(both('没有写明县（市、区）。', 'The row names no county.'), chooseArea),
  'area-unknown': says(
    both('{on} 的行政区划中没有“{area}”。', 'On {on} there was no division named "{area}".'),
    chooseArea,
  ),
  'area-not-published': says(
    both('“{area}”：来源没有公布所在县。', '"{area}": the source did not publish the county.'),
    chooseArea,
  ),
  'area-abroad': says(
    both('“{area}”是输入来源，不是本地区划。', '"{area}" says where cases came from, not where they are.'),
    both(
      '请选择：归入报告的县、保留在市或省一级，或不采用；可记住该选择。',
      'Choose: assign it to the county that reported, keep it at the city or province, or refuse it; the answer can be remembered.',
    ),
  ),
  'area-other-day': says(
    both(
      '“{area}”({other})只在 {from} 至 {to} 有效，{on} 无效。',
      '"{area}" ({otherEn}) is a division from {from} to {to}, not on {on}.',
    ),
    both('请选择该日的县（市、区）,或核对日期。', 'Choose the county of that day, or check the date.'),
  ),
  'area-ambiguous': says(
    both('有多个地区叫“{area}”。', 'Several divisions are named "{area}".'),
    both('请选择其中一个，或在文件中写明所属市县。', 'Choose one, or name the city and county in the file.'),
  ),
  'area-code-unknown': says(
    both('没有区划代码“{area}”。', 'There is no division with the code of "{area}".'),
    chooseArea,
  ),
  'area-code-and-name-differ': says(
    both('代码指 {other}，名称却是“{area}”。', 'The code means {otherEn}, the name says "{area}".'),
    both('请选择正确的县（市、区）。', 'Choose the right county.'),
  ),
  'area-rule-broken': says(
    both('“{area}”的对应规则没有指明有效的地区。', 'The rule for "{area}" names no valid division.'),
    chooseArea,
  ),
  'area-refused': says(
    both('按对应规则不采用“{area}”。', 'The mapping says to refuse "{area}".'),
    both('如需采用，请修改对应规则后重新导入。', 'Change the rule in the mapping and import again to take it.'),
  ),
  'area-assigned': says(
    both('“{area}”按规则归入{name}。', '"{area}" was assigned to {nameEn} by the mapping.'),
    noAction,
  ),
  'area-kept': says(
    both('“{area}”按规则保留在{name}，未落到县。', '"{area}" was kept at {nameEn} by the mapping, in no county.'),
    noAction,
  ),
  'level-not-counted': says(
    both(
      '{name} 不是省、市、县或乡镇，不记录汇总数。',
      'Counts are kept for provinces, cities, counties and towns; {value} is none.',
    ),
    mendAndRepeat,
  ),
  'outside-jurisdiction': says(
    both('{name}不在导入人的管辖范围内。', 'The place {value} is outside the jurisdiction of whoever imports.'),
    both('请由有权限的同事导入。', 'Ask a colleague who is responsible for it.'),
  ),
  'duplicate-row': says(
    both('与第 {first} 行完全相同，只计一次。', 'The same as row {first}; counted once.'),
    noAction,
  ),
  'conflict-in-file': says(
    both(
      '与第 {first} 行说的是同一地区同一天（或同一病例）,内容不同。',
      'Row {first} tells something else about the same region and day, or the same case.',
    ),
    both('请选择保留先前的、采用这一行，或两者都算。', 'Keep the earlier one, take this one, or count both.'),
  ),
  'figure-differs': says(
    both('已有 {storedConfirmed} 例，文件为 {confirmed} 例。', 'Stored: {storedConfirmed}. The file says {confirmed}.'),
    both('请选择保留已有数字、采用文件数字，或相加。', 'Keep the stored figure, take that of the file, or add both.'),
  ),
  'imported-added': says(
    both(
      '确诊数相同，补充了输入病例数 {imported}。',
      'The same confirmed figure; the imported cases ({imported}) were added.',
    ),
    noAction,
  ),
  'cumulative-falls': says(
    both(
      '累计数从 {previous} 降到 {cumulative}({on})。',
      'The cumulative figure falls from {previous} to {cumulative} on {on}.',
    ),
    both(
      '若为官方核减，请采用（记为负的净增）;否则保留先前数字。',
      'Take it if the source corrected itself (stored as a negative net figure); else keep the earlier figures.',
    ),
  ),
  'cumulative-start': says(
    both(
      '该地区第一个累计数 {cumulative} 全部记在 {on}。',
      'The first cumulative figure of the region, {cumulative}, stands on {on} as a whole.',
    ),
    both('如有更早的逐日数字，请先导入。', 'Import earlier daily figures first if there are any.'),
  ),
  'cumulative-gap': says(
    both('前 {days} 天没有数字，增量记在 {on}。', 'No figure for {days} days before; the increase stands on {on}.'),
    noAction,
  ),
  'state-unreadable': says(both('“{value}”不是可识别的病例分类。', '"{value}" is no state of a case.'), mendAndRepeat),
  'value-not-understood': says(
    both('“{value}”无法识别，留空。', '"{value}" was not understood and left empty.'),
    noAction,
  ),
  'confirmed-day-assumed': says(
    both('没有确诊日期，按 {on} 记。', 'No day of confirmation; {on} was taken.'),
    noAction,
  ),
  'reported-day-assumed': says(both('没有报告日期，按 {on} 记。', 'No day of report; {on} was taken.'), noAction),
  'days-contradict': says(both('{faultsZh}', '{faultsEn}'), mendAndRepeat),
  'probable-duplicate': says(
    both(
      '很可能与已有病例（编号 {other}）是同一人：同县、同性别、同年龄、同日。',
      'Probably the same person as case {other}: same county, sex, age and day.',
    ),
    both(
      '请选择：是同一例（保留已有或采用新内容）,或确为两例。',
      'Choose: one case (keep the stored or take the new), or two.',
    ),
  ),
  'case-differs': says(
    both('编号 {reference} 已有记录，内容不同：{fields}。', 'Case {reference} is stored with other content: {fields}.'),
    both('请选择保留已有记录或采用文件内容。', 'Keep what is stored, or take what the file says.'),
  ),
  'state-impossible': says(
    both(
      '编号 {reference} 现为“{fromZh}”，不能变为“{toZh}”。',
      'Case {reference} is {fromEn} and cannot become {toEn}.',
    ),
    both(
      '请保留已有记录；如确需更改，请在病例页面办理。',
      'Keep what is stored; change it on the page of the case if it must be.',
    ),
  ),
  'reference-elsewhere': says(
    both(
      '编号 {reference} 已被管辖范围外的病例使用。',
      'The number {reference} is used by a case outside the jurisdiction.',
    ),
    both('请与对方核对编号后重新导入。', 'Clear the number with the other office and import again.'),
  ),
  'asked-before': says(
    both(
      '同一行已在先前的导入中提出，不再重复询问。',
      'The same row was asked about in an earlier import; it is not asked again.',
    ),
    both('请在待处理列表中查看或处理先前那条。', 'See the earlier question in the list of conflicts.'),
  ),
  'same-as-stored': says(both('与已有记录相同，没有新内容。', 'The same as what is stored: nothing new.'), noAction),
  stored: says(both('已入库。', 'Stored.'), noAction),
  'row-too-wide': says(
    both(
      '该行有 {cells} 格，表头只有 {headers} 格；多出的内容没有表头。',
      'The row has {cells} cells, the header {headers}; what is beyond has no header.',
    ),
    mendAndRepeat,
  ),
} satisfies Record<string, Sentences>

export type Reason = keyof typeof reasons

const unknownReason: Sentences = says(both('{reason}', '{reason}'), noAction)

export function sentencesOf(reason: string, facts: Record<string, string | number>): Sentences {
  const found: Sentences = (reasons as Record<string, Sentences>)[reason] ?? unknownReason
  const filled = { reason, ...facts, ...stateWords(facts) }
  return { message: fillText(found.message, filled), remedy: fillText(found.remedy, filled) }
}

function stateWords(facts: Record<string, string | number>): Record<string, string> {
  const from = stateNames[facts.storedState as CaseState]
  const to = stateNames[facts.state as CaseState]
  return from && to ? { fromZh: from.zh, fromEn: from.en, toZh: to.zh, toEn: to.en } : {}
}
