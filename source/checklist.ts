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
	{
		id: '2',
		title: 'Tooling and configuration',
		practices: ['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7'],
	},
	{ id: '3', title: 'Logging and observability', practices: ['3.1', '3.2', '3.3'] },
	{ id: '4', title: 'AWS conventions', practices: ['4.1', '4.2', '4.3', '4.4', '4.5', '4.6'] },
	{ id: '5', title: 'Lambda functions', practices: ['5.1', '5.2', '5.3', '5.4', '5.5', '5.6'] },
	{ id: '6', title: 'HTTP clients and retries', practices: ['6.1', '6.2'] },
	{ id: '7', title: 'Testing', practices: ['7.1', '7.2', '7.3', '7.4', '7.5'] },
	{ id: '8', title: 'Security', practices: ['8.1', '8.2', '8.3', '8.4'] },
	{ id: '9', title: 'Performance', practices: ['9.1', '9.2', '9.3'] },
	{
		id: '10',
		title: 'Requirements in EARS form',
		practices: [
			'10.U1',
			'10.U2',
			'10.U3',
			'10.U4',
			'10.U5',
			'10.U6',
			'10.U7',
			'10.E1',
			'10.E2',
			'10.E3',
			'10.E4',
			'10.E5',
			'10.X1',
			'10.X2',
			'10.X3',
			'10.X4',
			'10.X5',
			'10.S1',
			'10.S2',
			'10.S3',
			'10.S4',
			'10.O1',
			'10.O2',
			'10.O3',
			'10.O4',
			'10.C1',
			'10.C2',
			'10.C3',
		],
	},
	{ id: '11', title: 'Final checklist', practices: ['11.1', '11.2', '11.3', '11.4', '11.5', '11.6'] },
];
