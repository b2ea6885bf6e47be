import { requestHeadersOrAccept } from '../policy.ts';
import { doubles, lines } from '../quote.ts';
import type { Recipe } from '../recipe.ts';
import { apiPath } from '../shared.ts';

export default {
  id: 'spring-security',
  name: 'Spring Boot (MVC) with Spring Security',
  group: 'jvm',
  language: 'java',
  file: 'WebCors.java, in a package that is scanned for components, and one line in your SecurityFilterChain',
  checked: {
    by: 'documentation',
    versions: 'Spring Security 6',
    url: 'https://docs.spring.io/spring-security/reference/servlet/integrations/cors.html',
  },
  write: (policy) => ({
    language: 'java',
    text: lines(
      'import java.util.List;',
      'import org.springframework.context.annotation.Bean;',
      'import org.springframework.context.annotation.Configuration;',
      'import org.springframework.web.cors.CorsConfiguration;',
      'import org.springframework.web.cors.UrlBasedCorsConfigurationSource;',
      '',
      '// And in your SecurityFilterChain: http.cors(Customizer.withDefaults());',
      '@Configuration',
      'class WebCors {',
      '  @Bean',
      '  UrlBasedCorsConfigurationSource corsConfigurationSource() {',
      '    var cors = new CorsConfiguration();',
      `    cors.setAllowedOrigins(List.of(${doubles(policy.origins)}));`,
      policy.credentials && '    cors.setAllowCredentials(true);',
      `    cors.setAllowedMethods(List.of(${doubles(policy.methods)}));`,
      `    cors.setAllowedHeaders(List.of(${doubles(requestHeadersOrAccept(policy))}));`,
      policy.exposedHeaders.length > 0 &&
        `    cors.setExposedHeaders(List.of(${doubles(policy.exposedHeaders)}));`,
      `    cors.setMaxAge(${policy.maxAge}L);`,
      '    var source = new UrlBasedCorsConfigurationSource();',
      '    source.registerCorsConfiguration("/api/**", cors);',
      '    return source;',
      '  }',
      '}',
    ),
  }),
  caveats: () => [
    apiPath('/api/**'),
    'Without `http.cors(…)` the preflight is answered 401 or 403, because it carries neither cookie nor token.',
    'Keep the return type UrlBasedCorsConfigurationSource: Spring Security looks for it.',
    'Do not follow the error message that proposes `allowedOriginPatterns("*")`: with credentials it lets every site in.',
    'Spring answers 403 `Invalid CORS request` to every request from another origin, not only to preflights.',
  ],
  removeDuplicate:
    'Delete `addCorsMappings` and `@CrossOrigin`: the filter is enough. Filters that set the headers by hand go too.',
} satisfies Recipe;
