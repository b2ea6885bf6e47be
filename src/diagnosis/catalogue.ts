import allowCredentialsMissing from './rules/allow-credentials-missing.ts';
import allowCredentialsNotTrue from './rules/allow-credentials-not-true.ts';
import allowHeadersMalformed from './rules/allow-headers-malformed.ts';
import allowMethodsMalformed from './rules/allow-methods-malformed.ts';
import allowOriginCaseDiffers from './rules/allow-origin-case-differs.ts';
import allowOriginConflicting from './rules/allow-origin-conflicting.ts';
import allowOriginList from './rules/allow-origin-list.ts';
import allowOriginLocalhostAlias from './rules/allow-origin-localhost-alias.ts';
import allowOriginMalformed from './rules/allow-origin-malformed.ts';
import allowOriginMismatch from './rules/allow-origin-mismatch.ts';
import allowOriginMissing from './rules/allow-origin-missing.ts';
import allowOriginNull from './rules/allow-origin-null.ts';
import allowOriginPath from './rules/allow-origin-path.ts';
import allowOriginPattern from './rules/allow-origin-pattern.ts';
import allowOriginPortDiffers from './rules/allow-origin-port-differs.ts';
import allowOriginRepeated from './rules/allow-origin-repeated.ts';
import allowOriginSchemeDiffers from './rules/allow-origin-scheme-differs.ts';
import allowOriginTrailingSlash from './rules/allow-origin-trailing-slash.ts';
import allowOriginWildcardWithCredentials from './rules/allow-origin-wildcard-with-credentials.ts';
import allowOriginWwwDiffers from './rules/allow-origin-www-differs.ts';
import errorResponseWithoutAllowOrigin from './rules/error-response-without-allow-origin.ts';
import headerNotAllowed from './rules/header-not-allowed.ts';
import headerWildcardWithCredentials from './rules/header-wildcard-with-credentials.ts';
import methodCaseDiffers from './rules/method-case-differs.ts';
import methodNotAllowed from './rules/method-not-allowed.ts';
import methodWildcardWithCredentials from './rules/method-wildcard-with-credentials.ts';
import noAnswer from './rules/no-answer.ts';
import originNull from './rules/origin-null.ts';
import preflightForbidden from './rules/preflight-forbidden.ts';
import preflightMethodNotAllowed from './rules/preflight-method-not-allowed.ts';
import preflightNotFound from './rules/preflight-not-found.ts';
import preflightRedirected from './rules/preflight-redirected.ts';
import preflightServerError from './rules/preflight-server-error.ts';
import preflightStatusNotOk from './rules/preflight-status-not-ok.ts';
import preflightUnauthorized from './rules/preflight-unauthorized.ts';
import redirectTaintedOrigin from './rules/redirect-tainted-origin.ts';
import redirectToLogin from './rules/redirect-to-login.ts';
import redirectWithUrlCredentials from './rules/redirect-with-url-credentials.ts';
import redirectWithoutAllowOrigin from './rules/redirect-without-allow-origin.ts';
import serverUnreachable from './rules/server-unreachable.ts';
import type { CauseKind, Rule } from './rule.ts';

const inOrder = [
  redirectToLogin,
  redirectWithoutAllowOrigin,
  errorResponseWithoutAllowOrigin,
  allowOriginMissing,
  allowOriginWildcardWithCredentials,
  allowOriginRepeated,
  allowOriginConflicting,
  allowOriginList,
  redirectTaintedOrigin,
  originNull,
  allowOriginNull,
  allowOriginCaseDiffers,
  allowOriginTrailingSlash,
  allowOriginPath,
  allowOriginSchemeDiffers,
  allowOriginPortDiffers,
  allowOriginWwwDiffers,
  allowOriginLocalhostAlias,
  allowOriginPattern,
  allowOriginMalformed,
  allowOriginMismatch,
  allowCredentialsMissing,
  allowCredentialsNotTrue,
  preflightRedirected,
  preflightUnauthorized,
  preflightForbidden,
  preflightNotFound,
  preflightMethodNotAllowed,
  preflightServerError,
  preflightStatusNotOk,
  allowMethodsMalformed,
  allowHeadersMalformed,
  methodCaseDiffers,
  methodWildcardWithCredentials,
  methodNotAllowed,
  headerWildcardWithCredentials,
  headerNotAllowed,
  redirectWithUrlCredentials,
  serverUnreachable,
  noAnswer,
] as const;

// The proof that nothing goes unexplained: a kind without a rule is an error here that names it.
type Explained = (typeof inOrder)[number]['explains'][number];
({}) satisfies Record<Exclude<CauseKind, Explained>, Rule>;

/** All rules. Of those that explain one cause the first that finds something speaks: the most specific stands first. */
export const catalogue: readonly Rule[] = inOrder as readonly unknown[] as readonly Rule[];
