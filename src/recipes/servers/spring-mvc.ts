import { requestHeadersOrAccept } from '../policy.ts';
import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'spring-mvc',
  name: 'Spring Boot (MVC) without Spring Security',
  group: 'jvm',
  language: 'java',
  file: 'WebCors.java, in a package that is scanned for components',
  checked: {
    by: 'source',
    versions: 'Spring Framework 6',
    url: 'https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html',
  },
  write: (policy) => ({
    language: 'java',
    text: lines(
      'import org.springframework.context.annotation.Configuration;',
      'import org.springframework.web.servlet.config.annotation.CorsRegistry;',
      'import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;',
      '',
      '@Configuration',
      'class WebCors implements WebMvcConfigurer {',
      '  @Override',
      '  public void addCorsMappings(CorsRegistry registry) {',
      '    registry.addMapping("/api/**")',
      `        .allowedOrigins(${doubles(policy.origins)})`,
      policy.credentials && '        .allowCredentials(true)',
      `        .allowedMethods(${doubles(policy.methods)})`,
      `        .allowedHeaders(${doubles(requestHeadersOrAccept(policy))})`,
      policy.exposedHeaders.length > 0 && `        .exposedHeaders(${doubles(policy.exposedHeaders)})`,
      `        .maxAge(${policy.maxAge});`,
      '  }',
      '}',
    ),
  }),
  caveats: () => [
    apiPath('/api/**'),
    'With Spring Security on the class path use the recipe for it: its filters refuse the preflight before MVC sees it.',
    'Spring answers 403 `Invalid CORS request` to every request from another origin, not only to preflights.',
    'Behind a proxy that ends TLS, set `server.forward-headers-strategy=framework`: Spring otherwise takes the page’s own POST for a cross-origin one.',
  ],
  removeDuplicate:
    'Delete this class or the `@CrossOrigin` annotations, which are combined, and filters that set the headers by hand.',
} satisfies Recipe;
