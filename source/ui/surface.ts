import { smallest } from '../session/context.ts';

/** What the program shows itself on: the guided session, or a report that never waits for anybody. */
export type Surface =
	| {
			readonly kind: 'session';
			readonly color: boolean;
			readonly ascii: boolean;
			/** To be set before the session's code is loaded; undefined means to delete. */
			readonly env: Readonly<Record<string, string | undefined>>;
	  }
	/** The session as a conversation in lines. */
	| { readonly kind: 'plain' }
	| { readonly kind: 'report'; readonly why: 'not-a-terminal' | 'ci' };

export interface SurfaceInput {
	/** The environment as the user set it. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly isInputTerminal: boolean;
	readonly isOutputTerminal: boolean;
	/** From `--no-color`; true where it was not given. */
	readonly wantsColor: boolean;
	/** From `--ascii`. */
	readonly wantsAscii: boolean;
	/** From `--plain`. */
	readonly wantsPlain: boolean;
	/** From `--tui`. */
	readonly wantsTui: boolean;
	/** Of the terminal; unknown ones count as wide enough. */
	readonly columns?: number | undefined;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isTruthy = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';

/** The locale that decides about characters is the first of these that is set; with none the terminal's own way counts. */
const speaksUtf8 = (env: SurfaceInput['env']): boolean => {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
	return locale === undefined || /utf-?8/i.test(locale);
};

/** Whether colour is wanted: `--no-color`, then `NO_COLOR`, then `FORCE_COLOR=0`. */
const isColored = ({ env, wantsColor }: SurfaceInput): boolean =>
	wantsColor && !isSet(env['NO_COLOR']) && env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';

/** Lines instead of screens: asked for, for a screen reader, or because no screen could be drawn. */
const isPlain = ({ env, wantsPlain, columns }: SurfaceInput): boolean =>
	wantsPlain ||
	env['TERM'] === 'dumb' ||
	isTruthy(env['BP_AUDIT_SCREEN_READER']) ||
	isTruthy(env['INK_SCREEN_READER']) ||
	(columns !== undefined && columns > 0 && columns < smallest.cols);

/**
 * Decides before Ink is loaded: Ink and chalk read these variables once, when they are imported. With `CI` set Ink
 * writes nothing until the end, with `DEV` it looks for its developer tools, and both ignore `NO_COLOR`.
 */
export const decideSurface = (input: SurfaceInput): Surface => {
	const { env } = input;
	if (!input.isInputTerminal || !input.isOutputTerminal) return { kind: 'report', why: 'not-a-terminal' };
	if (isTruthy(env['CI']) && !input.wantsTui) return { kind: 'report', why: 'ci' };
	if (isPlain(input)) return { kind: 'plain' };
	const color = isColored(input);
	return {
		kind: 'session',
		color,
		ascii: input.wantsAscii || !speaksUtf8(env),
		env: {
			CI: 'false',
			CONTINUOUS_INTEGRATION: undefined,
			DEV: undefined,
			INK_SCREEN_READER: undefined,
			NODE_ENV: 'production',
			FORCE_COLOR: color ? '1' : '0',
			NO_COLOR: undefined,
		},
	};
};
