import { lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { corsOptions } from '../shared.ts';

export default {
  id: 'nestjs',
  name: 'NestJS',
  group: 'javascript',
  language: 'javascript',
  file: 'main.ts: after NestFactory.create and before app.listen',
  checked: { by: 'run', versions: 'NestJS 12.5 on Express', url: 'https://docs.nestjs.com/security/cors' },
  write: (policy) => ({
    language: 'javascript',
    text: lines('app.enableCors({', corsOptions(policy), '});'),
  }),
  caveats: () => [
    'After `app.init()` or `app.listen()` it has no effect, and preflights are answered 404.',
    'Leave out `{ cors: true }` in NestFactory.create: it allows every origin.',
    'With the Fastify adapter it is the same.',
    'WebSocket gateways have their own `cors` option in `@WebSocketGateway`.',
  ],
  removeDuplicate:
    'Delete the `app.enableCors` call, the `cors` option of NestFactory.create and any `@Header` that names an Access-Control header.',
} satisfies Recipe;
