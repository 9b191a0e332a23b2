-- The role under which requests run, jurisdiction as a session setting, recorded facts and idempotent writes.

do $$
begin
  if not exists (select from pg_roles where rolname = 'wuse_app') then
    create role wuse_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  execute format('grant wuse_app to %I', current_user);
exception when insufficient_privilege then
  -- A role prepared and granted by the server's administrator will do.
  if not pg_has_role(current_user, 'wuse_app', 'member') then raise; end if;
end
$$;

grant usage on schema public to wuse_app;

create function wuse_scopes() returns text[]
  language sql stable parallel safe
  return coalesce(nullif(current_setting('wuse.scopes', true), ''), '{}')::text[];
comment on function wuse_scopes() is 'Region path prefixes in which the current request may act; set per transaction by the server.';

create function wuse_account() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('wuse.account', true), '')::uuid;
comment on function wuse_account() is 'Account of the current request, null when nobody is signed in.';

create table facts (
  id uuid primary key,
  kind text not null,
  subject text not null,
  data jsonb not null,
  recorded_at timestamptz not null default now()
);
comment on table facts is 'Outbox: what happened, recorded in the transaction that made it so; other modules subscribe to it. Kept 30 days. No personal data: only ids.';
comment on column facts.kind is 'Module and event, e.g. riskmap.published.';
comment on column facts.subject is 'Id of the thing it happened to.';
comment on column facts.data is 'Ids and figures that subscribers need.';
create index facts_by_time on facts (recorded_at);

create table idempotent_writes (
  actor text not null,
  key text not null,
  operation text not null,
  input_hash text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (actor, key)
);
comment on table idempotent_writes is 'Answers already given to a write with an idempotency key, so that a repeated request is answered and not repeated. Kept 7 days.';
comment on column idempotent_writes.actor is 'Account id or session that sent the key: one sender cannot collide with another.';
comment on column idempotent_writes.input_hash is 'SHA-256 of the input; the same key with other input is a conflict.';

-- Jobs are queued through this function so that the request role needs no rights on the queue itself.
create function enqueue_job(name text, payload json, run_at timestamptz default null, job_key text default null) returns void
  language sql security definer set search_path = pg_catalog, public
  as $$ select graphile_worker.add_job(name, payload, run_at => run_at, job_key => job_key) $$;
comment on function enqueue_job(text, json, timestamptz, text) is 'Queues a job in the caller''s transaction.';

revoke all on function enqueue_job(text, json, timestamptz, text) from public;
grant execute on function enqueue_job(text, json, timestamptz, text) to wuse_app;

grant select, insert, delete on facts to wuse_app;
grant select, insert, update, delete on idempotent_writes to wuse_app;
