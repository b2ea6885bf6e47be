// https://fetch.spec.whatwg.org/#cors-safelisted-method
export function isCorsSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST';
}

// https://fetch.spec.whatwg.org/#forbidden-method
export function isForbiddenMethod(method: string): boolean {
  return /^(?:connect|trace|track)$/i.test(method);
}

// https://fetch.spec.whatwg.org/#concept-method-normalize
export function normalizeMethod(method: string): string {
  // Only these six: `patch` stays as it was typed, and then differs from `PATCH`.
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
}

/** `patch` is no method that a server knows: to write it so is the page’s mistake, and what is allowed is `PATCH`. */
export function inCapitals(method: string): string {
  return /^[a-z]+$/i.test(method) ? method.toUpperCase() : method;
}
