-- Sign-in through an identity provider (OpenID Connect), and what the sign-in page of a demonstration shows.

create table oidc_requests (
  key_hash text primary key,
  nonce text not null,
  verifier text not null,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index oidc_requests_by_expiry on oidc_requests (expires_at);
comment on table oidc_requests is 'Sign-ins under way at the identity provider: made when the browser leaves, taken (deleted) when it comes back, once. Kept ten minutes. No personal data.';
comment on column oidc_requests.key_hash is 'SHA-256 over the state of the request and the secret in the browser''s cookie: neither alone finds the row.';
comment on column oidc_requests.nonce is 'Must come back inside the identity token.';
comment on column oidc_requests.verifier is 'PKCE: proves that whoever redeems the code asked for it.';
comment on column oidc_requests.return_to is 'Page of ours to show after the sign-in.';

grant select, insert, delete on oidc_requests to wuse_app;

-- Grants are hidden from whoever is not signed in; the demonstration's people are not.
create function demo_people() returns table (sign_in_name text, display_name text, role_code text, role_name jsonb, region_path text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
  select a.sign_in_name, a.display_name, r.code, r.name, g.region_path
  from accounts a join grants g on g.account_id = a.id join roles r on r.code = g.role_code
  where a.is_demo and a.status = 'active'
  order by a.created_at, a.id, r.code
  $$;
comment on function demo_people() is 'Demo accounts with their roles, for the sign-in page of a demonstration.';

-- Whoever takes over an account (new password, other identity) must hold all of it: grants elsewhere, which
-- row-level security hides from a local administrator, must not come along.
create function holds_grants_elsewhere(account uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public
  as $$
  select exists (select from grants g where g.account_id = account and not g.region_path ^@ any ((select wuse_scopes())::text[]))
  $$;
comment on function holds_grants_elsewhere(uuid) is 'True when an account has a grant outside the parts of the region tree in which the current request may act.';

revoke all on function demo_people(), holds_grants_elsewhere(uuid) from public;
grant execute on function demo_people(), holds_grants_elsewhere(uuid) to wuse_app;
