-- Anchors: the heads of the audit chains as they were, kept outside the database. A chain that was cut at its end and
-- whose head row was forged to match holds together by itself; it does not hold an anchor made before the cut.
-- Also: locked accounts are emptied when their retention ends.

create function audit_heads_now() returns table (chain smallint, seq bigint, hash text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select h.chain, h.last_seq, encode(h.last_hash, 'hex') from audit_heads h where h.last_seq > 0 order by h.chain $$;
comment on function audit_heads_now() is 'Newest entry of each chain that has one.';

create function audit_anchor_faults(anchors jsonb) returns table (chain smallint, seq bigint, fault text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
  select distinct a.chain, a.seq, case when e.hash is null then 'anchored-missing' else 'anchored-differs' end
  from jsonb_to_recordset(anchors) as a(chain smallint, seq bigint, hash text)
  left join audit_entries e on e.chain = a.chain and e.seq = a.seq
  where e.hash is distinct from decode(a.hash, 'hex')
  order by a.chain, a.seq
  $$;
comment on function audit_anchor_faults(jsonb) is 'Anchors [{chain, seq, hash}] whose entry is gone or has another hash.';

revoke all on function audit_heads_now(), audit_anchor_faults(jsonb) from public;
grant execute on function audit_heads_now(), audit_anchor_faults(jsonb) to wuse_app;

alter table accounts add column erased_at timestamptz;
comment on column accounts.erased_at is 'When name, password and identity were removed; the empty row stays, because grants and records name its id.';
comment on table accounts is 'People who sign in. Retention: locked accounts are emptied 24 months after their last change; the audit log keeps the display name.';
create index accounts_to_erase on accounts (changed_at) where status = 'locked' and erased_at is null;
