/** What every script does with its arguments, before it starts anything. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * The arguments of this script. Where help is asked for, or something is wrong with them, the usage is printed, and the script ends:
 * some run for minutes.
 */
export function argumentsOf<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
  isWord: (word: string) => boolean = () => false,
): ReturnType<typeof parseArgs<T & { readonly allowPositionals: true }>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    const parsed = parseArgs({ ...config, allowPositionals: true });
    const wrong = parsed.positionals.find((word) => !isWord(word));
    if (wrong !== undefined) refuse(usage, `'${wrong}' is nothing that this takes`);
    return parsed;
  } catch (error) {
    refuse(usage, error instanceof Error ? error.message.replace(/\. .*/s, '') : 'bad option');
  }
}

/** Says what is wrong with the arguments, and ends. */
export function refuse(usage: string, why: string): never {
  process.stderr.write(`${why}\n\n${usage}`);
  process.exit(2);
}

/** An option’s value, which has to be a whole number. */
export function wholeNumber(usage: string, name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) refuse(usage, `${name} is a whole number, not '${text}'`);
  return Number(text);
}
