import type { Policy } from '../../../src/recipes/policy.ts';

export const one: Policy = {
  origins: ['https://app.example.com'],
  methods: ['GET', 'PUT', 'DELETE'],
  requestHeaders: ['authorization', 'content-type'],
  exposedHeaders: ['X-Total-Count'],
  credentials: false,
  maxAge: 600,
};

export const several: Policy = {
  ...one,
  origins: ['https://app.example.com', 'https://admin.example.com:8443'],
  credentials: true,
};

/** The least that a policy can say: what some servers take for "everything". */
export const bare: Policy = {
  origins: ['http://localhost:5173'],
  methods: ['GET'],
  requestHeaders: [],
  exposedHeaders: [],
  credentials: false,
  maxAge: 0,
};
