declare module 'picomatch' {
	/** A predicate for paths with `/` between parts. */
	const picomatch: (
		glob: string | readonly string[],
		options?: {
			readonly dot?: boolean;
			readonly nocase?: boolean;
			readonly ignore?: string | readonly string[];
		},
	) => (path: string) => boolean;
	export default picomatch;
}
