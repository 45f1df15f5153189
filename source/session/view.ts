/** What only the screen knows, as it was when the key was pressed. */
export interface View {
	/** Lines that can be scrolled away. */
	readonly reach: number;
	/** Lines worth stopping at, ascending: the changes of a diff. */
	readonly stops: readonly number[];
	/** Where each file of a diff starts. */
	readonly files: ReadonlyMap<string, number>;
}

/** Of a page that does not scroll. */
export const noView: View = { reach: 0, stops: [], files: new Map() };
