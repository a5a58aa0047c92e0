import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';

interface GuardProps {
  /** What is guarded, as its title says. */
  readonly what: string;
  readonly children: ReactNode;
}

/** A panel that fails says so in its place; the graph and the other panels stay. */
export class Guard extends Component<GuardProps, { readonly message: string | undefined }> {
  override state: { readonly message: string | undefined } = { message: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <div className="broken" role="alert">
        <b>{this.props.what} could not be shown</b>
        <p>{this.state.message} The graph is kept.</p>
        <Button variant="line" onClick={() => this.setState({ message: undefined })}>
          Show it again
        </Button>
      </div>
    );
  }
}
