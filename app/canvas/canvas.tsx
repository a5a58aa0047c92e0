import {
  type MouseEvent,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  applyEdgeChanges,
  applyNodeChanges,
  type Edge,
  type EdgeChange,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useStore as useFlowStore,
  useReactFlow,
  useStoreApi,
} from 'reactflow';
import { shallow } from 'zustand/shallow';
import 'reactflow/dist/base.css';
import { ownersOfKey } from '../../engine/graph/blocks/blocks.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { moveNodes } from '../../engine/graph/edit/edit.ts';
import { Chooser } from '../chooser/chooser.tsx';
import { documentStore, edit, isEmptySheet, select, useDocument } from '../document/store.ts';
import { useLayout } from '../shell/layout.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import './canvas.css';
import './card.css';
import './gestures.css';
import './states.css';
import './wires.css';
import { giveWay } from '../training/give-way.ts';
import { later } from '../ui/later.tsx';
import { FrameCard, NoteCard } from './annotation-card.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { CanvasControls, type MenuSubject } from './canvas-controls.tsx';
import { spokenNode, spokenWire } from './card-text.ts';
import { endConnecting } from './connecting.ts';
import { ledOntoGuides, suppressGuides } from './dragged-cards.ts';
import { DrawnWire } from './drawn-wire.tsx';
import { flowAnnotations, flowEdges, flowNodes, isOfSheet } from './flow-graph.ts';
import { withMovedMembers } from './frames.ts';
import {
  dragMerge,
  onConnect,
  onConnectEnd,
  onConnectStart,
  onNodeDrag,
  onNodeDragStart,
  onNodeDragStop,
  onReconnect,
  onReconnectEnd,
  onReconnectStart,
  verdictOf,
} from './gestures.ts';
import { GridDots } from './grid-dots.tsx';
import { GuideLines } from './guide-lines.tsx';
import { useKeepInSight } from './keep-in-sight.ts';
import { leastZoom } from './least-zoom.ts';
import { useLongPress } from './long-press.ts';
import { NodeCard } from './node-card.tsx';
import { useOpening, useSheetName } from './opening.ts';
import { makeCanvasView } from './react-flow-view.ts';
import { isSelecting, useIsSelecting } from './selecting.ts';
import { SheetHint } from './sheet-hint.tsx';
import { useIsSheetLocked } from './sheet-lock.ts';
import { useLanes } from './shown-lanes.ts';
import { useSlipsShown } from './shown-slips.ts';
import { useIsSlicing, useSlicing } from './slicing.ts';
import { explainStill } from './still-cards.ts';
import { takeWireByTouch } from './touched-wire.ts';
import { drawnWhole, setCanvasView, tellSheetMoved } from './view-handle.ts';
import { Wire } from './wire.tsx';
import { panWithCards, stillAtEdges, WireInHand } from './wire-in-hand.tsx';
import { hitWidth, type ZoomLevel, ZoomLevelContext, zoomLevelAt, zoomStep } from './zoom-level.ts';

const VerdictTip = later(() => import('./verdict-tip.tsx').then((module) => module.VerdictTip));
const SliceHint = later(() => import('./slice-stroke.tsx').then((module) => module.SliceHint));
const SliceStroke = later(() => import('./slice-stroke.tsx').then((module) => module.SliceStroke));
const Legend = later(() => import('./legend.tsx').then((module) => module.Legend));

export interface CanvasProps {
  /** Asks for the palette's search, such as to add a node at a place of the document. */
  readonly onAdd: (at?: { readonly x: number; readonly y: number }) => void;
  /** Asks what to add, at a place of the page. */
  readonly onQuickAdd: (at: { readonly x: number; readonly y: number }) => void;
  /** Tells where on the page the pointer is over the sheet. */
  readonly onPointer: (at: { readonly x: number; readonly y: number }) => void;
  readonly onTidy: () => void;
  /** Asks to look inside a node that was double-clicked. */
  readonly onEnter: (node: string) => void;
  /** Asks for the menu of what is selected, at a place of the page. */
  readonly onMenu: (at: { readonly x: number; readonly y: number }, of: MenuSubject) => void;
}

const grid: [number, number] = [16, 16];

const nodeTypes = { card: NodeCard, note: NoteCard, frame: FrameCard };
const edgeTypes = { wire: Wire };

/** A node's id and those of the uses of blocks around it. */
const withOwners = (id: string): readonly string[] => [id, ...ownersOfKey(id)];

/** React Flow's nodes and edges for the open document, with the changes it asks for taken back into it. */
function useFlowGraph(sheet: string) {
  const { getZoom: zoomOf } = useReactFlow();
  const document = useDocument((state) => state.document);
  const checked = useDocument((state) => state.checked);
  const selectedNodes = useDocument((state) => state.selectedNodes);
  const selectedEdges = useDocument((state) => state.selectedEdges);
  const [nodes, setNodes] = useState<Node[]>([]);
  const [edges, setEdges] = useState<Edge[]>([]);
  const dragged = useRef(false);

  useLayoutEffect(() => {
    const byId = new Map(document.nodes.map((node) => [node.id, node]));
    const label = (id: string) => {
      const node = byId.get(id);
      return node === undefined ? id : spokenNode(node, checked);
    };
    const faulty = new Set(
      checked.diagnostics.flatMap(({ node, severity }) =>
        severity === 'note' || node === undefined ? [] : withOwners(node),
      ),
    );
    setNodes((previous) => [
      ...flowNodes(document, selectedNodes, previous, label, faulty, sheet),
      ...flowAnnotations(document, selectedNodes, previous),
    ]);
    setEdges((previous) => flowEdges(document, selectedEdges, previous, (edge) => spokenWire(checked, edge)));
  }, [document, checked, selectedNodes, selectedEdges, sheet]);

  const shownNodes = useRef(nodes);
  shownNodes.current = nodes;

  const onNodesChange = useCallback(
    (asked: NodeChange[]) => {
      const current = shownNodes.current;
      const changes = ledOntoGuides(withMovedMembers(asked, current), current, zoomOf());
      setNodes((previous) => applyNodeChanges(changes, previous));
      const state = documentStore.getState();
      const chosen = new Set(state.selectedNodes);
      const moved = new Map<string, GraphDocument['nodes'][number]['position']>();
      for (const change of changes) {
        if (change.type === 'select') {
          if (change.selected) chosen.add(change.id);
          else chosen.delete(change.id);
        }
        if (change.type !== 'position' || change.position === undefined) continue;
        if (change.dragging === true) dragged.current = true;
        else moved.set(change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) });
      }
      if (changes.some(({ type }) => type === 'select')) select([...chosen], state.selectedEdges);
      if (moved.size === 0) return;
      // Each drag is a step of its own; presses of an arrow key on the same nodes are one together.
      const options = { merge: dragged.current ? dragMerge() : `move ${[...moved.keys()].join(' ')}` };
      dragged.current = false;
      edit(
        moved.size === 1 ? 'Move a node' : `Move ${moved.size} nodes`,
        (old) => moveNodes(old, moved),
        options,
      );
    },
    [zoomOf],
  );

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    setEdges((previous) => applyEdgeChanges(changes, previous));
    if (!changes.some(({ type }) => type === 'select')) return;
    const state = documentStore.getState();
    const chosen = new Set(state.selectedEdges);
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    select(state.selectedNodes, [...chosen]);
  }, []);

  return { nodes, edges, onNodesChange, onEdgesChange };
}

/** A click on one of several that are selected means that one; React Flow leaves the others selected too. */
function selectAlone(event: MouseEvent, { id }: Node): void {
  const adds = event.ctrlKey || event.metaKey || event.shiftKey || isSelecting();
  if (adds || (event.target as Element).closest('.nodrag, .port') !== null) return;
  if (documentStore.getState().selectedNodes.length > 1) select([id], []);
}

function Sheet({ onAdd, onQuickAdd, onPointer, onTidy, onMenu, onEnter }: CanvasProps) {
  const sheet = useSheetName();
  const { nodes, edges, onNodesChange, onEdgesChange } = useFlowGraph(sheet);
  const [level, setLevel] = useState<ZoomLevel>('card');
  const [dots, setDots] = useState(true);
  const frame = useRef<HTMLElement>(null);
  const flow = useReactFlow();
  const store = useStoreApi();
  const empty = useDocument(({ document }) => isEmptySheet(document));
  const slipsShown = useSlipsShown();
  const measured = useDocument(
    ({ document }) =>
      nodes.length > 0 &&
      nodes.length === document.nodes.length + (document.annotations?.length ?? 0) &&
      // Cards of the level that was left are no measure of this one.
      nodes.every(({ measured: size }) => size?.width !== undefined) &&
      document.nodes.every(({ id }, at) => id === nodes[at]?.id && isOfSheet(nodes[at], sheet)),
  );
  const onZoom = useCallback((zoom: number) => {
    const style = frame.current?.style;
    for (const [name, value] of [
      ['--zoom', zoomStep(zoom)],
      ['--hit', hitWidth(zoom)],
    ] as const) {
      if (style?.getPropertyValue(name) !== value) style?.setProperty(name, value);
    }
    // Hundreds of cards take a while to draw: the zoom itself goes on meanwhile.
    startTransition(() => setLevel(zoomLevelAt(zoom)));
    setDots(zoom >= 0.5);
  }, []);

  const size = useFlowStore(({ width, height }) => ({ width, height }), shallow);
  const least = useMemo(() => leastZoom(nodes, size), [nodes, size]);
  const isShown = useOpening(frame, measured, empty, onZoom);
  useKeepInSight(flow, frame);

  useEffect(() => {
    setCanvasView(makeCanvasView(flow, store, frame));
    return () => setCanvasView(undefined);
  }, [flow, store]);

  useLanes(nodes, edges, level);

  const locked = useIsSheetLocked();
  const slicing = useSlicing();
  const isSlicing = useIsSlicing();
  const severalWanted = useIsSelecting();
  useEffect(() => store.setState({ multiSelectionActive: severalWanted }), [store, severalWanted]);
  const snapToGrid = useLayout((layout) => layout.snapToGrid);

  const openMenu = useCallback(
    (at: { readonly x: number; readonly y: number }, on: Element) => {
      const { selectedNodes, selectedEdges } = documentStore.getState();
      const node = on.closest('.react-flow__node')?.getAttribute('data-id');
      const wire = on.closest('.react-flow__edge')?.getAttribute('data-id');
      if (typeof node === 'string') {
        if (!selectedNodes.includes(node)) select([node], []);
        onMenu(at, 'node');
      } else if (typeof wire === 'string') {
        if (!selectedEdges.includes(wire)) select([], [wire]);
        onMenu(at, 'wire');
      } else {
        onMenu(at, 'sheet');
      }
    },
    [onMenu],
  );
  const openMenuByMouse = (event: MouseEvent | globalThis.MouseEvent) => {
    event.preventDefault();
    if (event.target instanceof Element) openMenu({ x: event.clientX, y: event.clientY }, event.target);
  };
  const longPress = useLongPress(openMenu);

  return (
    <main
      className={isSlicing ? 'canvas slicing' : 'canvas'}
      data-level={level}
      ref={frame}
      aria-label="Canvas"
      {...slicing.handlers}
      {...longPress.handlers}
      onPointerDown={explainStill}
      onTouchStartCapture={(event) => {
        slicing.handlers.onTouchStartCapture(event);
        if (!isSlicing && !takeWireByTouch(event)) longPress.begin(event);
      }}
      onPointerDownCapture={(event) => {
        // Letting go of Ctrl has React Flow think otherwise.
        if (severalWanted) store.setState({ multiSelectionActive: true });
        slicing.handlers.onPointerDownCapture(event);
      }}
      onPointerMoveCapture={(event) => {
        suppressGuides(event.altKey);
        onPointer({ x: event.clientX, y: event.clientY });
        panWithCards(store, event);
      }}
      onDoubleClick={(event) => {
        if (!(event.target as Element).classList.contains('react-flow__pane')) return;
        onQuickAdd({ x: event.clientX, y: event.clientY });
      }}
    >
      <ZoomLevelContext value={isShown || nodes.length <= drawnWhole ? level : 'box'}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={onConnect}
          onConnectStart={onConnectStart}
          onConnectEnd={onConnectEnd}
          onReconnectStart={onReconnectStart}
          onReconnect={onReconnect}
          onReconnectEnd={onReconnectEnd}
          onNodeDragStart={onNodeDragStart}
          onNodeDrag={onNodeDrag}
          onNodeDragStop={onNodeDragStop}
          onClickConnectStart={onConnectStart}
          onClickConnectEnd={endConnecting}
          isValidConnection={(connection) => verdictOf(connection).ok}
          connectionLineComponent={DrawnWire}
          connectionRadius={22}
          {...stillAtEdges}
          onViewportChange={({ zoom }) => {
            giveWay();
            onZoom(zoom);
          }}
          onMoveEnd={tellSheetMoved}
          onNodeClick={selectAlone}
          onNodeDoubleClick={(event, node) => {
            if ((event.target as Element).closest('.nodrag, .port') === null) onEnter(node.id);
          }}
          onNodeContextMenu={openMenuByMouse}
          onEdgeContextMenu={openMenuByMouse}
          onPaneContextMenu={openMenuByMouse}
          onPaneClick={endConnecting}
          snapToGrid={snapToGrid}
          snapGrid={grid}
          nodesDraggable={!locked}
          nodesConnectable={!locked}
          connectOnClick={!locked}
          edgesReconnectable={!locked && level !== 'box'}
          reconnectRadius={14}
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          selectionOnDrag={severalWanted}
          panOnDrag={!severalWanted}
          multiSelectionKeyCode={['Meta', 'Control']}
          zoomOnDoubleClick={false}
          minZoom={least}
          maxZoom={2.5}
          elevateNodesOnSelect={false}
          onlyRenderVisibleElements={nodes.length > drawnWhole}
          proOptions={{ hideAttribution: true }}
        >
          {dots ? <GridDots /> : null}
          <GuideLines />
          <WireInHand />
          {empty || slipsShown ? null : (
            <MiniMap
              className="mini"
              pannable
              zoomable
              nodeColor={({ type }) => (type === 'frame' ? 'transparent' : 'var(--pressed)')}
              nodeStrokeWidth={0}
              nodeBorderRadius={0}
              bgColor="var(--card)"
              maskColor="transparent"
              maskStrokeColor="var(--accent)"
              style={{ width: 140, height: 72 }}
              ariaLabel="Map of the whole graph"
            />
          )}
        </ReactFlow>
      </ZoomLevelContext>
      <Breadcrumb />
      <VerdictTip />
      <SliceStroke cut={slicing.cut} />
      <SliceHint />
      <SheetHint />
      <Chooser />
      {empty ? null : (
        <>
          <Button variant="line" className="add" onClick={() => onAdd()}>
            <Icon name="plus" size={14} /> Add <kbd>/</kbd>
          </Button>
          <CanvasControls onTidy={onTidy} onMenu={onMenu} />
          <Legend />
        </>
      )}
    </main>
  );
}

/** The sheet on which the graph is drawn. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Sheet {...props} />
    </ReactFlowProvider>
  );
}
