-- Accounts, roles as data, grants on nodes of the region tree, sessions, throttled sign-in.

create table accounts (
  id uuid primary key,
  sign_in_name text not null,
  display_name text not null,
  password_hash text,
  must_change_password boolean not null default false,
  oidc_issuer text,
  oidc_subject text,
  is_demo boolean not null default false,
  status text not null default 'active' check (status in ('active', 'locked')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (oidc_issuer, oidc_subject)
);
create unique index accounts_by_sign_in_name on accounts (lower(sign_in_name));
comment on table accounts is 'People who sign in. Retention: locked accounts are deleted 24 months after their last change; the audit log keeps the display name.';
comment on column accounts.password_hash is 'argon2id in PHC form; null for accounts that sign in with OpenID Connect only.';
comment on column accounts.is_demo is 'Made by a scenario; refused by a production server.';

create table roles (
  code text primary key,
  name jsonb not null,
  description jsonb not null,
  capabilities text[] not null,
  purposes text[] not null
);
comment on table roles is 'Roles as data: what a holder may do, and for which purposes.';
comment on column roles.name is 'Text in both languages {zh, en}.';

create table grants (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  role_code text not null references roles (code),
  region_path text not null,
  region_code text,
  valid_from timestamptz not null,
  valid_to timestamptz,
  granted_by uuid references accounts (id),
  unique (account_id, role_code, region_path)
);
comment on table grants is 'Role × node of the region tree: the role holds at the node and everywhere below.';
comment on column grants.region_path is 'Path prefix of region codes, "330000/330300/"; empty is every region.';

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  token_hash text not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text,
  agent text
);
create index sessions_by_account on sessions (account_id);
comment on table sessions is 'Signed-in sessions. Only the SHA-256 of the token is kept. Deleted on sign-out, on expiry, on revocation.';

create table sign_in_attempts (
  id bigint generated always as identity primary key,
  sign_in_name text not null,
  address text not null,
  succeeded boolean not null,
  attempted_at timestamptz not null
);
create index sign_in_attempts_by_name on sign_in_attempts (sign_in_name, attempted_at);
create index sign_in_attempts_by_address on sign_in_attempts (address, attempted_at);
comment on table sign_in_attempts is 'For throttling and for the auditor. Kept 30 days.';

alter table grants enable row level security;
create policy grants_within_jurisdiction on grants to wuse_app
  using (account_id = wuse_account() or region_path ^@ any ((select wuse_scopes())::text[]))
  with check (region_path ^@ any ((select wuse_scopes())::text[]));

grant select, insert, update on accounts to wuse_app;
grant select on roles to wuse_app;
grant select, insert, update, delete on grants to wuse_app;
grant select, insert, update, delete on sessions to wuse_app;
grant select, insert, delete on sign_in_attempts to wuse_app;
