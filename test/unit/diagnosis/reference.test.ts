import { expect, it } from 'vitest';
import { referenceOf } from '../../../scripts/reference.ts';

it('docs/reference.md is what the rules say (npm run reference writes it anew)', async () => {
  await expect(referenceOf()).toMatchFileSnapshot('../../../docs/reference.md');
});
