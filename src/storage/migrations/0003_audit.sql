-- The audit log: append-only, every entry carries the hash of the one before it in its chain.
-- Sixteen chains, chosen by actor, so that two people never wait for each other's commit.

create table audit_heads (
  chain smallint primary key,
  last_seq bigint not null,
  last_hash bytea not null
);
comment on table audit_heads is 'Newest entry of each chain: shows when entries at the end of a chain are missing.';
insert into audit_heads select chain, 0, '\x00'::bytea from generate_series(0, 15) as chain;

create table audit_entries (
  chain smallint not null,
  seq bigint not null,
  at timestamptz not null,
  account_id uuid,
  actor_name text not null,
  roles text[] not null,
  purpose text not null,
  action text not null,
  kind text not null check (kind in ('write', 'read', 'sign-in', 'refused')),
  subjects text[] not null,
  region_path text not null,
  detail jsonb not null,
  request_id text,
  address text,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (chain, seq)
);
create index audit_entries_by_time on audit_entries (at desc, chain, seq);
create index audit_entries_by_account on audit_entries (account_id, at desc);
create index audit_entries_by_subject on audit_entries using gin (subjects);
create index audit_entries_by_action on audit_entries (action, at desc);
comment on table audit_entries is 'Who did or read what, in which role, for what purpose, on what. Append-only. Retention: 6 months at least, by policy.';
comment on column audit_entries.subjects is 'kind:id of each thing written or person read.';
comment on column audit_entries.region_path is 'Where the action took place: the narrowest place known, else the place of the grant.';
comment on column audit_entries.detail is 'What the action was given, without personal data.';

create function audit_hash(entry audit_entries) returns bytea
  language sql immutable
  return sha256(
    entry.previous_hash || convert_to(
      jsonb_build_array(
        entry.chain, entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.account_id,
        entry.actor_name, entry.roles, entry.purpose, entry.action, entry.kind, entry.subjects, entry.region_path,
        entry.detail, entry.request_id, entry.address
      )::text,
      'UTF8'
    )
  );
comment on function audit_hash(audit_entries) is 'SHA-256 over the previous hash and every field, in a fixed order.';

create function audit_append() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  begin
    new.chain := abs(hashtext(coalesce(new.account_id::text, new.actor_name))) % 16;
    update audit_heads set last_seq = last_seq + 1 where chain = new.chain
      returning last_seq, last_hash into new.seq, new.previous_hash;
    new.hash := audit_hash(new);
    update audit_heads set last_hash = new.hash where chain = new.chain;
    return new;
  end
  $$;
create trigger audit_entries_append before insert on audit_entries for each row execute function audit_append();

create function audit_is_append_only() returns trigger
  language plpgsql as $$
  begin
    raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
  end
  $$;
create trigger audit_entries_no_change before update or delete on audit_entries for each row execute function audit_is_append_only();
create trigger audit_entries_no_truncate before truncate on audit_entries for each statement execute function audit_is_append_only();

alter table audit_entries enable row level security;
create policy audit_append_any on audit_entries for insert to wuse_app with check (true);
create policy audit_read_within_jurisdiction on audit_entries for select to wuse_app
  using (region_path ^@ any ((select wuse_scopes())::text[]));

grant select, insert on audit_entries to wuse_app;

create function audit_faults() returns table (chain smallint, seq bigint, fault text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
  with ordered as (
    select e.chain, e.seq, e.hash, e.previous_hash, audit_hash(e) as computed,
      lag(e.seq, 1, 0::bigint) over chain_order as seq_before,
      lag(e.hash, 1, '\x00'::bytea) over chain_order as hash_before
    from audit_entries e window chain_order as (partition by e.chain order by e.seq)
  ), found as (
    select o.chain, o.seq, case
      when o.seq <> o.seq_before + 1 then 'missing'
      when o.computed <> o.hash then 'changed'
      when o.previous_hash <> o.hash_before then 'reordered' end as fault
    from ordered o
    union all
    select h.chain, h.last_seq, 'head-differs' from audit_heads h
    left join lateral (select e.seq, e.hash from audit_entries e where e.chain = h.chain order by e.seq desc limit 1) newest on true
    where coalesce(newest.seq, 0) <> h.last_seq or coalesce(newest.hash, '\x00'::bytea) <> h.last_hash
  )
  select f.chain, f.seq, f.fault from found f where f.fault is not null
  $$;
comment on function audit_faults() is 'Entries whose hash, predecessor or place in the chain is not what it must be; sees every entry.';

create function audit_size() returns table (entries bigint, chains bigint)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select count(*), count(distinct chain) from audit_entries $$;
