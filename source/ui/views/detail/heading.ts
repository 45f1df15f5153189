import { line } from '../../line.ts';
import type { Line } from '../../line.ts';
import { say } from '../../safe-text.ts';
import type { SafeText } from '../../safe-text.ts';

/** The name of a part of the detail. */
export const heading = (text: SafeText): Line => line(say` ${text}`, 'strong');
