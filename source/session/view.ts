/** What only the screen knows, as it was when the key was pressed. */
export interface View {
	/** Lines that can be scrolled away. */
	readonly reach: number;
	/** Lines worth stopping at, ascending: the changes of a diff. */
	readonly stops: readonly number[];
}
