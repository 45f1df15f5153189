import type { ShownStatus } from '../session/shown-status.ts';
import type { Style } from './line.ts';
import { say } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';

/** How a status looks: the glyph and the word carry it, the colour is extra. */
export interface StatusLook {
	readonly glyph: SafeText;
	readonly word: SafeText;
	readonly style: Style;
}

export const statusLooks: Readonly<Record<ShownStatus, StatusLook>> = {
	fail: { glyph: say`✗`, word: say`FAIL`, style: 'fail' },
	warn: { glyph: say`!`, word: say`WARN`, style: 'warn' },
	error: { glyph: say`E`, word: say`ERROR`, style: 'error' },
	manual: { glyph: say`?`, word: say`MANUAL`, style: 'manual' },
	fixed: { glyph: say`●`, word: say`FIXED`, style: 'fixed' },
	pass: { glyph: say`✓`, word: say`PASS`, style: 'pass' },
	waived: { glyph: say`~`, word: say`WAIVED`, style: 'quiet' },
	pending: { glyph: say`…`, word: say`WAIT`, style: 'quiet' },
	'not-applicable': { glyph: say`–`, word: say`N/A`, style: 'quiet' },
};
