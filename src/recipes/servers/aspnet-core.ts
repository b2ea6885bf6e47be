import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'aspnet-core',
  name: 'ASP.NET Core',
  group: 'dotnet',
  language: 'csharp',
  file: 'Program.cs: the first part before builder.Build(), the second where the pipeline is put together',
  checked: {
    by: 'documentation',
    versions: 'ASP.NET Core 8 to 10',
    url: 'https://learn.microsoft.com/aspnet/core/security/cors',
  },
  write: ({ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge }) => ({
    language: 'csharp',
    text: lines(
      'builder.Services.AddCors(options => options.AddPolicy("web", policy => policy',
      `    .WithOrigins(${doubles(origins)})`,
      credentials && '    .AllowCredentials()',
      `    .WithMethods(${doubles(methods)})`,
      requestHeaders.length > 0 && `    .WithHeaders(${doubles(requestHeaders)})`,
      exposedHeaders.length > 0 && `    .WithExposedHeaders(${doubles(exposedHeaders)})`,
      `    .SetPreflightMaxAge(TimeSpan.FromSeconds(${maxAge}))));`,
      '',
      'var app = builder.Build();',
      '',
      '// Outside UseCors, so that the response to an unhandled error carries the headers.',
      'app.UseExceptionHandler(errors => errors.Run(context => Results.Problem().ExecuteAsync(context)));',
      'app.UseRouting();',
      'app.UseCors("web");',
      'app.UseAuthentication();',
      'app.UseAuthorization();',
    ),
  }),
  caveats: () => [
    'Keep the order: UseRouting, UseCors, UseAuthentication, UseAuthorization. Response caching and output caching come after UseCors.',
    'UseHttpsRedirection before it redirects a preflight that came over http, which fails it: call the https address.',
    'Behind IIS with Windows authentication the preflight is refused before it arrives here: use the IIS CORS module.',
  ],
  removeDuplicate:
    'Delete UseCors and `[EnableCors]`, or the `customHeaders` of web.config and any middleware that sets the headers by hand.',
} satisfies Recipe;
