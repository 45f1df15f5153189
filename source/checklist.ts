/** One of the checklist's twelve sections; the practices it names are checked, the others are still to come. */
export interface Section {
	/** `0` to `11`. */
	readonly id: string;
	readonly title: string;
	/** Numbers of practices, in checklist order. */
	readonly practices: readonly string[];
}

/** The checklist in its own order. A section without practices is shown by name only. */
export const checklist: readonly Section[] = [
	{ id: '0', title: 'Golden rules', practices: ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7'] },
	{ id: '1', title: 'Project layout', practices: ['1.1', '1.2'] },
	{ id: '2', title: 'Tooling and configuration', practices: ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7'] },
	{ id: '3', title: 'Logging and observability', practices: ['3.1'] },
	{ id: '4', title: 'AWS conventions', practices: ['4.5'] },
	{ id: '5', title: 'Lambda functions', practices: ['5.1', '5.4', '5.5'] },
	{ id: '6', title: 'HTTP clients and retries', practices: ['6.1'] },
	{ id: '7', title: 'Testing', practices: ['7.1'] },
	{ id: '8', title: 'Security', practices: ['8.2'] },
	{ id: '9', title: 'Performance', practices: [] },
	{ id: '10', title: 'Requirements in EARS form', practices: [] },
	{ id: '11', title: 'Final checklist', practices: [] },
];
