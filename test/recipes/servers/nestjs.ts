import { transformSync } from 'esbuild';
import { fromNpm, node, type Server } from '../server.ts';

const trap = `await app.init();
app.enableCors({ origin: /example\\.com/, credentials: true });`;

export const nestjs: Server = {
  id: 'nestjs',
  recipe: 'nestjs',
  name: 'NestJS',
  kind: 'application',
  npm: ['@nestjs/core', '@nestjs/common', '@nestjs/platform-express', 'rxjs', 'reflect-metadata'],
  trap: { words: '`enableCors` after `init`', breaks: 'put' },
  versions: fromNpm(['NestJS', '@nestjs/core']),
  prepare: async (place, recipe) => {
    const source = `
import 'reflect-metadata';
import { Controller, Delete, Get, Header, Module, Put, UnauthorizedException, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class LogIn {
  canActivate(context) {
    if (!context.switchToHttp().getRequest().headers.authorization) throw new UnauthorizedException();
    return true;
  }
}

@Controller('api')
class Orders {
  @Get('orders')
  @Header('X-Total-Count', '2')
  @Header('Cache-Control', 'max-age=60')
  read() {
    return { orders: [1, 2] };
  }
  @Put('orders')
  @UseGuards(LogIn)
  write() {
    return { stored: true };
  }
  @Delete('orders')
  @UseGuards(LogIn)
  remove() {
    return { orders: [] };
  }
  @Get('fails')
  fails() {
    throw new Error('fails');
  }
}

@Module({ controllers: [Orders] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false });
${recipe ?? trap}
await app.listen(process.env.PORT, '127.0.0.1');
`;
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    });
    return node(place, await place.write('main.mjs', code));
  },
};
