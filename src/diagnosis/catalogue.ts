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
import answerFromBrowserCache from './rules/answer-from-browser-cache.ts';
import answerHidden from './rules/answer-hidden.ts';
import anyOriginWithCredentials from './rules/any-origin-with-credentials.ts';
import authorizationUnderWildcard from './rules/authorization-under-wildcard.ts';
import blockedBeforeSending from './rules/blocked-before-sending.ts';
import blockedByDevtools from './rules/blocked-by-devtools.ts';
import blockedByExtension from './rules/blocked-by-extension.ts';
import blockedByPolicy from './rules/blocked-by-policy.ts';
import blockedByServiceWorker from './rules/blocked-by-service-worker.ts';
import bypassExtension from './rules/bypass-extension.ts';
import cachedForAnotherOrigin from './rules/cached-for-another-origin.ts';
import cachedWithoutOrigin from './rules/cached-without-origin.ts';
import certificateNotTrusted from './rules/certificate-not-trusted.ts';
import challengePage from './rules/challenge-page.ts';
import connectionBroken from './rules/connection-broken.ts';
import embeddingForbidden from './rules/embedding-forbidden.ts';
import errorResponseWithoutAllowOrigin from './rules/error-response-without-allow-origin.ts';
import exposeHeadersMalformed from './rules/expose-headers-malformed.ts';
import fileRequested from './rules/file-requested.ts';
import gatewayError from './rules/gateway-error.ts';
import headerNotAllowed from './rules/header-not-allowed.ts';
import headerWildcardWithCredentials from './rules/header-wildcard-with-credentials.ts';
import headersRewritten from './rules/headers-rewritten.ts';
import hostNotFound from './rules/host-not-found.ts';
import insecureOriginAllowed from './rules/insecure-origin-allowed.ts';
import localNetworkAccess from './rules/local-network-access.ts';
import localNetworkTarget from './rules/local-network-target.ts';
import maxAgeAbsurd from './rules/max-age-absurd.ts';
import methodCaseDiffers from './rules/method-case-differs.ts';
import methodNotAllowed from './rules/method-not-allowed.ts';
import methodWildcardWithCredentials from './rules/method-wildcard-with-credentials.ts';
import mixedContent from './rules/mixed-content.ts';
import noAnswer from './rules/no-answer.ts';
import noAnswerInTime from './rules/no-answer-in-time.ts';
import nullOriginAllowed from './rules/null-origin-allowed.ts';
import offline from './rules/offline.ts';
import opaqueAnswer from './rules/opaque-answer.ts';
import opaqueResponseBlocked from './rules/opaque-response-blocked.ts';
import originNull from './rules/origin-null.ts';
import portBlocked from './rules/port-blocked.ts';
import preflightForbidden from './rules/preflight-forbidden.ts';
import preflightMethodNotAllowed from './rules/preflight-method-not-allowed.ts';
import preflightNotFound from './rules/preflight-not-found.ts';
import preflightRefusalNamed from './rules/preflight-refusal-named.ts';
import preflightRedirected from './rules/preflight-redirected.ts';
import preflightServerError from './rules/preflight-server-error.ts';
import preflightStatusNotOk from './rules/preflight-status-not-ok.ts';
import preflightUnauthorized from './rules/preflight-unauthorized.ts';
import proxyFailed from './rules/proxy-failed.ts';
import rackCorsMiss from './rules/rack-cors-miss.ts';
import rateLimited from './rules/rate-limited.ts';
import redirectLoop from './rules/redirect-loop.ts';
import redirectNotFollowed from './rules/redirect-not-followed.ts';
import redirectTaintedOrigin from './rules/redirect-tainted-origin.ts';
import redirectToHttps from './rules/redirect-to-https.ts';
import redirectToLogin from './rules/redirect-to-login.ts';
import redirectToOtherHost from './rules/redirect-to-other-host.ts';
import redirectToOtherScheme from './rules/redirect-to-other-scheme.ts';
import redirectToSlash from './rules/redirect-to-slash.ts';
import redirectToWww from './rules/redirect-to-www.ts';
import redirectWithUrlCredentials from './rules/redirect-with-url-credentials.ts';
import redirectWithoutAllowOrigin from './rules/redirect-without-allow-origin.ts';
import requestAborted from './rules/request-aborted.ts';
import requestTooLarge from './rules/request-too-large.ts';
import responseHeaderOnRequest from './rules/response-header-on-request.ts';
import serverUnreachable from './rules/server-unreachable.ts';
import tlsHandshakeFailed from './rules/tls-handshake-failed.ts';
import varyOriginMissing from './rules/vary-origin-missing.ts';
import type { CauseKind, Rule } from './rule.ts';

const inOrder = [
  redirectToLogin,
  redirectToHttps,
  redirectToWww,
  redirectToSlash,
  redirectTaintedOrigin,
  redirectToOtherHost,
  redirectWithoutAllowOrigin,
  challengePage,
  gatewayError,
  requestTooLarge,
  rateLimited,
  errorResponseWithoutAllowOrigin,
  rackCorsMiss,
  cachedWithoutOrigin,
  allowOriginMissing,
  allowOriginWildcardWithCredentials,
  allowOriginRepeated,
  allowOriginConflicting,
  allowOriginList,
  originNull,
  cachedForAnotherOrigin,
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
  preflightRefusalNamed,
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
  responseHeaderOnRequest,
  headerWildcardWithCredentials,
  headerNotAllowed,
  redirectWithUrlCredentials,
  serverUnreachable,
  connectionBroken,
  hostNotFound,
  noAnswerInTime,
  offline,
  proxyFailed,
  certificateNotTrusted,
  tlsHandshakeFailed,
  blockedByExtension,
  embeddingForbidden,
  opaqueResponseBlocked,
  blockedByPolicy,
  mixedContent,
  blockedByDevtools,
  blockedBeforeSending,
  localNetworkAccess,
  portBlocked,
  fileRequested,
  redirectToOtherScheme,
  redirectLoop,
  redirectNotFollowed,
  requestAborted,
  noAnswer,
  answerFromBrowserCache,
  blockedByServiceWorker,
  localNetworkTarget,
  headersRewritten,
  answerHidden,
  bypassExtension,
  varyOriginMissing,
  authorizationUnderWildcard,
  exposeHeadersMalformed,
  nullOriginAllowed,
  anyOriginWithCredentials,
  insecureOriginAllowed,
  maxAgeAbsurd,
  opaqueAnswer,
] as const;

// The proof that nothing goes unexplained: a kind without a rule is an error here that names it.
type Explained = (typeof inOrder)[number]['explains'][number];
({}) satisfies Record<Exclude<CauseKind, Explained>, Rule>;

export type RuleId = (typeof inOrder)[number]['id'];

/** All rules. Of those that explain one cause the first that finds something speaks: the most specific stands first. */
export const catalogue: readonly Rule[] = inOrder as readonly unknown[] as readonly Rule[];
