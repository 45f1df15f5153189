import type { Practice } from '../core/practice.ts';
import moduleLength from './layout/module-length.ts';
import structuredLogging from './logging/structured-logging.ts';
import safeDeserialization from './security/safe-deserialization.ts';

/** Every practice, in checklist order. */
export const practices: readonly Practice[] = [moduleLength, structuredLogging, safeDeserialization];
