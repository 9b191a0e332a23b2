-- The import desk: batches, the rows of a file until its batch ends, findings for good, saved mappings.

create table import_batches (
  id uuid primary key,
  kind text not null check (kind in ('counts', 'cases')),
  source text not null,
  file_name text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  format jsonb not null,
  headers text[] not null,
  mapping jsonb not null,
  mapping_name text,
  state text not null check (state in ('uploaded', 'queued', 'running', 'done', 'failed', 'cancelling', 'cancelled', 'undone')),
  rows_in_file integer not null,
  rows_done integer not null default 0,
  last_row integer not null default 0,
  remarks jsonb not null default '{}',
  heartbeat_at timestamptz,
  totals jsonb,
  same_file_as uuid,
  notes jsonb not null default '[]',
  failure jsonb,
  region_path text collate "C" not null,
  scopes text[] not null,
  account_id uuid,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  started_at timestamptz,
  ended_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  undo_reason text
);
comment on table import_batches is 'One uploaded file and what became of it: read = stored + unchanged + parked + refused.';
comment on column import_batches.scopes is 'Jurisdiction of whoever uploaded it: a background import stays inside it.';
comment on column import_batches.region_path is 'Narrowest place that holds the jurisdiction of the uploader: who else may see the batch.';
comment on column import_batches.rows_done is 'Rows interpreted so far, committed step by step: progress, and where a killed import goes on.';
comment on column import_batches.last_row is 'Number of the last row read: where a killed import goes on.';
comment on column import_batches.remarks is 'Rows per remark; only the first of each are kept as findings.';
comment on column import_batches.heartbeat_at is 'Last step of a running import; an old one means its worker died.';
create index import_batches_by_time on import_batches (uploaded_at desc, id desc);
create index import_batches_by_file on import_batches (file_sha256);

create table import_rows (
  batch_id uuid not null references import_batches (id) on delete cascade,
  row_number integer not null,
  cells jsonb not null,
  primary key (batch_id, row_number)
);
comment on table import_rows is 'The rows of a file as they were read, kept until the batch ends. May hold personal data for that time.';

create table import_count_items (
  batch_id uuid not null references import_batches (id) on delete cascade,
  row_number integer not null,
  id uuid not null,
  outcome text not null check (outcome in ('ready', 'stored', 'unchanged', 'parked')),
  region_code text not null,
  region_path text collate "C" not null,
  level text not null,
  scope text not null,
  area text not null,
  counted_on date not null,
  confirmed integer not null,
  imported integer,
  cumulative boolean not null,
  leads boolean not null default false,
  verdict text,
  sum_confirmed integer,
  sum_imported integer,
  stored_id uuid,
  primary key (batch_id, row_number)
);
comment on table import_count_items is 'Rows of counts as understood, between reading and storing; emptied when the batch ends.';
comment on column import_count_items.id is 'Id that the stored figure will have.';
comment on column import_count_items.leads is 'First row of those that make one figure; it carries the sum and what was stored before.';

create table import_case_items (
  batch_id uuid not null references import_batches (id) on delete cascade,
  row_number integer not null,
  id uuid not null,
  outcome text not null check (outcome in ('ready', 'stored', 'unchanged', 'parked')),
  key text collate "C" not null,
  item jsonb not null,
  verdict text,
  stored_id uuid,
  primary key (batch_id, row_number)
);
comment on table import_case_items is 'Rows of a line list as understood, between reading and storing; emptied when the batch ends. Personal data for that time.';
comment on column import_case_items.key is 'Number at the source, or the fingerprint of a row without one.';
create index import_case_items_by_key on import_case_items (batch_id, key);

create table import_findings (
  id bigint generated always as identity primary key,
  batch_id uuid not null references import_batches (id) on delete cascade,
  row_number integer not null,
  field text,
  column_name text,
  value text,
  reason text not null,
  outcome text not null check (outcome in ('stored', 'unchanged', 'parked', 'refused')),
  facts jsonb not null default '{}',
  raw jsonb not null,
  item jsonb,
  question text,
  choice text,
  resolved_at timestamptz,
  resolved_by text,
  resolve_reason text
);
comment on table import_findings is 'What was found in a row, with the row as the file has it. A parked finding waits until a person chooses. Raw rows of case files are personal data: cleared with the cases after 24 months.';
comment on column import_findings.facts is 'Values that the sentence of the reason fills in.';
comment on column import_findings.question is 'Fingerprint of a parked row and its reason: the same row of a repeated file is not asked again.';
comment on column import_findings.item is 'For parked rows: what the row would store, and what it collides with.';
create index import_findings_by_batch on import_findings (batch_id, row_number, id);
create index import_findings_by_question on import_findings (question) where question is not null;
create index import_findings_open on import_findings (id) where outcome = 'parked' and resolved_at is null;
create index import_findings_by_reason on import_findings (batch_id, reason, row_number, id);

create table import_mappings (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('counts', 'cases')),
  source text not null,
  mapping jsonb not null,
  version integer not null,
  region_path text collate "C" not null,
  saved_at timestamptz not null,
  saved_by text not null,
  unique (kind, name)
);
comment on table import_mappings is 'Saved meanings of headers and answers about areas; everybody who imports may use them, only their own jurisdiction changes them.';

alter table import_batches enable row level security;
create policy import_batches_own_or_within on import_batches to wuse_app
  using (account_id = wuse_account() or region_path ^@ any ((select wuse_scopes())::text[]))
  with check (account_id = wuse_account() or region_path ^@ any ((select wuse_scopes())::text[]));
alter table import_rows enable row level security;
create policy import_rows_of_visible_batches on import_rows to wuse_app
  using (batch_id in (select id from import_batches)) with check (batch_id in (select id from import_batches));
alter table import_count_items enable row level security;
create policy import_count_items_of_visible_batches on import_count_items to wuse_app
  using (batch_id in (select id from import_batches)) with check (batch_id in (select id from import_batches));
alter table import_case_items enable row level security;
create policy import_case_items_of_visible_batches on import_case_items to wuse_app
  using (batch_id in (select id from import_batches)) with check (batch_id in (select id from import_batches));
alter table import_findings enable row level security;
create policy import_findings_of_visible_batches on import_findings to wuse_app
  using (batch_id in (select id from import_batches)) with check (batch_id in (select id from import_batches));
alter table import_mappings enable row level security;
create policy import_mappings_read on import_mappings for select to wuse_app using (true);
create policy import_mappings_add on import_mappings for insert to wuse_app
  with check (region_path ^@ any ((select wuse_scopes())::text[]));
create policy import_mappings_change on import_mappings for update to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]));

grant select, insert, update on import_batches to wuse_app;
grant select, insert, delete on import_rows to wuse_app;
grant select, insert, update, delete on import_count_items to wuse_app;
grant select, insert, update, delete on import_case_items to wuse_app;
grant select, insert, update, delete on import_findings to wuse_app;
grant select, insert, update on import_mappings to wuse_app;

-- A freshly filled staging table has no statistics, and without them a join of two hundred thousand rows is planned
-- as if there were one. The request role may not ANALYZE, so this function does.
create function analyze_imports() returns void
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin analyze import_rows; analyze import_count_items; analyze import_case_items; end $$;
comment on function analyze_imports() is 'Brings the statistics of the import tables up to date before a batch is stored.';
revoke all on function analyze_imports() from public;
grant execute on function analyze_imports() to wuse_app;
