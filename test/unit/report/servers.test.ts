import { describe, expect, it } from 'vitest';
import { whoAnswered } from '../../../src/diagnosis/answerers.ts';
import { recipeFor, recipes } from '../../../src/recipes/catalogue.ts';
import { examine } from '../../../src/report/examine.ts';
import {
  answererText,
  answerersOf,
  checkedText,
  groupRecipes,
  likeliestOf,
} from '../../../src/report/servers.ts';
import { exchange, flowOf, PAGE, preflight, REFUSED } from '../builders.ts';

const answeredWith = (answer: Readonly<Record<string, string>>) =>
  whoAnswered(exchange({ status: 200, answer }));

describe('the server whose configuration is offered first', () => {
  it.each([
    [{ Server: 'nginx/1.22.1' }, 'nginx'],
    [{ Server: 'nginx/1.22.1', 'X-Powered-By': 'Express' }, 'express'],
    [{ Server: 'cloudflare', 'CF-Ray': '1', 'X-Powered-By': 'Express' }, 'express'],
    [{ Server: 'uvicorn' }, 'fastapi'],
    [{ Server: 'cloudflare' }, 'cloudflare-workers'],
    [{ Date: 'now' }, undefined],
  ])('%j: %s', (answer, recipe) => {
    expect(likeliestOf(answeredWith(answer))?.recipe).toBe(recipe);
  });

  it('is one that there is', () => {
    for (const server of ['nginx', 'Apache/2.4', 'Caddy', 'uvicorn', 'Kestrel', 'Microsoft-IIS/10.0']) {
      for (const { recipe } of answeredWith({ Server: server })) {
        if (recipe !== null) expect(recipeFor(recipe), recipe).toBeDefined();
      }
    }
  });

  it('is read off the answer that was refused before the others', () => {
    const asked = preflight('PUT', '', { answer: { Server: 'nginx' } });
    const actual = exchange({
      method: 'PUT',
      status: 200,
      request: { Origin: PAGE },
      answer: { 'X-Powered-By': 'Express' },
      rest: REFUSED,
    });
    expect(answerersOf(examine(flowOf(actual, asked))).map(({ id }) => id)).toEqual(['nginx', 'express']);
  });

  it('is named as surely as it is known', () => {
    const [nginx] = answeredWith({ Server: 'nginx' });
    expect(nginx && answererText(nginx)).toBe('Recognized: nginx');
    expect(nginx && answererText({ ...nginx, confidence: 'possible' })).toBe('Possibly nginx');
  });
});

describe('the recipes', () => {
  it('are all in a group, once', () => {
    const grouped = groupRecipes(recipes).flatMap((group) => group.recipes);
    expect(grouped.map(({ id }) => id).toSorted()).toEqual(recipes.map(({ id }) => id).toSorted());
  });

  it('say who vouches for them', () => {
    const url = 'https://example.com';
    expect(checkedText({ by: 'run', versions: 'nginx 1.22', url })).toBe('Tested with nginx 1.22.');
    expect(checkedText({ by: 'source', versions: 'X 1', url })).toMatch(/^Not tested by us/);
    expect(checkedText({ by: 'documentation', versions: 'X 1', url })).toMatch(/^Not tested by us/);
  });
});
