/** What the program shows itself on: the guided session, or a report that never waits for anybody. */
export type Surface =
	| {
			readonly kind: 'session';
			readonly color: boolean;
			readonly ascii: boolean;
			/** To be set before the session's code is loaded; undefined means to delete. */
			readonly env: Readonly<Record<string, string | undefined>>;
	  }
	| { readonly kind: 'report'; readonly why: 'not-a-terminal' | 'ci' | 'dumb-terminal' };

export interface SurfaceInput {
	/** The environment as the user set it. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly isInputTerminal: boolean;
	readonly isOutputTerminal: boolean;
	/** From `--no-color`; true where it was not given. */
	readonly wantsColor: boolean;
	/** From `--ascii`. */
	readonly wantsAscii: boolean;
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

/**
 * Decides before Ink is loaded: Ink and chalk read these variables once, when they are imported. With `CI` set Ink
 * writes nothing until the end, with `DEV` it looks for its developer tools, and both ignore `NO_COLOR`.
 */
export const decideSurface = (input: SurfaceInput): Surface => {
	const { env } = input;
	if (!input.isInputTerminal || !input.isOutputTerminal) return { kind: 'report', why: 'not-a-terminal' };
	if (isTruthy(env['CI'])) return { kind: 'report', why: 'ci' };
	if (env['TERM'] === 'dumb') return { kind: 'report', why: 'dumb-terminal' };
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
