import { MIMEType } from 'whatwg-mimetype';

/**
 * The essence (`type/subtype`, lower case) of a MIME type; null where the text is none.
 *
 * https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeTypeEssence(text: string): string | null {
  return MIMEType.parse(text)?.essence ?? null;
}
