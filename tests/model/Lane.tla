-------------------------------------- MODULE Lane ---------------------------------------
(* One lane: the jobs of one employee on one pull request, which run one after another. One *)
(* action is one external call; a process can crash between any two. Publisher.tla models  *)
(* what a job does while it has the lane: here it ends.                                    *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  MaxFaults,  \* in one run
  Without     \* removed protections

Protections == {"version", "token before lane", "all tokens", "end the wait", "sweeper"}
ASSUME Without \subseteq Protections
Has(protection) == protection \notin Without

Jobs == 1 .. 2
\* The processes that hand over: the one that ends a job, and the sweeper.
Sweeper == 0
Hands == Jobs \union {Sweeper}
None == 0

VARIABLES
  lane,     \* the item: its holder, whether that one was handed it, who waits
  version,  \* of the item
  job,      \* of each: none, open, over
  run,      \* the execution of each job: its state, and the lane's version as it read it
  try,      \* the number of the state's current try: its task token
  stored,   \* the stored tokens of each job
  delayed,  \* tokens that an earlier try may still store
  hand,     \* of each process that hands over: its state, the version as it read it, the tokens that it has
  faults
vars == <<lane, version, job, run, try, stored, delayed, hand, faults>>

Idle == [at |-> "idle", seen |-> 0, holder |-> None, tokens |-> {}]

Init ==
  /\ lane    = [holder |-> None, handed |-> FALSE, waiting |-> {}]
  /\ version = 0
  /\ job     = [j \in Jobs |-> "none"]
  /\ run     = [j \in Jobs |-> [at |-> "none", seen |-> 0]]
  /\ try     = [j \in Jobs |-> 1]
  /\ stored  = [j \in Jobs |-> {}]
  /\ delayed = [j \in Jobs |-> {}]
  /\ hand    = [h \in Hands |-> Idle]
  /\ faults  = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

----------------------------------- (* transitions *) ------------------------------------

\* The pure transitions of lane.ts.
Entered(known, j) ==
  IF known.holder \in {None, j} THEN [known EXCEPT !.holder = j, !.handed = FALSE]
  ELSE [known EXCEPT !.waiting = @ \union {j}]

\* The first waiting job gets the lane; with two jobs there is only one.
Heir(known) == IF known.waiting = {} THEN None ELSE CHOOSE j \in known.waiting : TRUE
Left(known, j) ==
  IF known.holder # j THEN [known EXCEPT !.waiting = @ \ {j}]
  ELSE [holder |-> Heir(known), handed |-> known.waiting # {}, waiting |-> known.waiting \ {Heir(known)}]

\* A conditional write: refused if the item has changed since it was read.
Fresh(seen) == version = seen \/ ~Has("version")
Writes(next) == lane' = next /\ version' = version + 1

---------------------------------- (* the executions *) ----------------------------------

Goes(j, at) == run' = [run EXCEPT ![j].at = at]

Ask(j) ==
  /\ job[j] = "none"
  /\ job' = [job EXCEPT ![j] = "open"]
  /\ Goes(j, "enter")
  /\ UNCHANGED <<lane, version, try, stored, delayed, hand, faults>>

\* acknowledge-job: a step of a finished job is refused. Otherwise it reads the lane.
Enter(j) ==
  /\ run[j].at = "enter"
  /\ run' = [run EXCEPT ![j] = IF job[j] = "over" THEN [at |-> "done", seen |-> 0]
                               ELSE [at |-> "write", seen |-> version]]
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, hand, faults>>

\* It writes what it made of the lane that it read; without the version also over a newer one.
Take(j) ==
  /\ run[j].at = "write"
  /\ IF Fresh(run[j].seen)
     THEN /\ Writes(IF version = run[j].seen THEN Entered(lane, j)
                    ELSE Entered([lane EXCEPT !.holder = IF @ = j THEN @ ELSE None], j))
          /\ Goes(j, IF lane'.holder = j THEN "works" ELSE "await")
     ELSE Goes(j, "enter") /\ UNCHANGED <<lane, version>>
  /\ UNCHANGED <<job, try, stored, delayed, hand, faults>>

Store(j, token) == stored' = [stored EXCEPT ![j] = IF Has("all tokens") THEN @ \union {token} ELSE {token}]
Waits(j) == j \in lane.waiting
\* A holder that was handed the lane may wait too: its wake-up may be late or lost.
MayWait(j) == Waits(j) \/ (lane.handed /\ lane.holder = j)

\* await-turn: stores the token, then reads the job and the lane.
StoreToken(j) ==
  /\ \/ run[j].at = "await" /\ Has("token before lane") /\ Goes(j, "check")
     \/ run[j].at = "store" /\ Goes(j, "waits")
  /\ Store(j, try[j])
  /\ UNCHANGED <<lane, version, job, try, delayed, hand, faults>>

Check(j) ==
  /\ run[j].at = IF Has("token before lane") THEN "check" ELSE "await"
  /\ Goes(j, CASE job[j] = "over" -> "done"
               [] ~Waits(j) -> "enter"
               [] Has("token before lane") -> "waits"
               [] OTHER -> "store")
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, hand, faults>>

\* The try is given up and the next one begins. What the earlier one stores may land later.
TriesAgain(j) ==
  /\ run[j].at \in {"await", "check", "store"} /\ Fault
  /\ try' = [try EXCEPT ![j] = @ + 1]
  /\ delayed' = [delayed EXCEPT ![j] = @ \union {try[j]}]
  /\ Goes(j, "await")
  /\ UNCHANGED <<lane, version, job, stored, hand>>

Lands(j) == \E token \in delayed[j] :
  /\ delayed' = [delayed EXCEPT ![j] = @ \ {token}]
  /\ Store(j, token)
  /\ UNCHANGED <<lane, version, job, run, try, hand, faults>>

\* The job ends, and the process that ended it begins to hand over.
Ends(j) ==
  /\ job[j] = "open" /\ hand[j] = Idle
  /\ job' = [job EXCEPT ![j] = "over"]
  /\ hand' = [hand EXCEPT ![j].at = "read"]
  /\ UNCHANGED <<lane, version, try, stored, delayed, faults>>

Finish(j) == run[j].at = "works" /\ Ends(j) /\ Goes(j, "done")

\* A user cancels the second job, whatever it does.
Cancel == Ends(2) /\ UNCHANGED run

\* The next step of a finished job is refused.
Overtaken(j) ==
  /\ run[j].at = "works" /\ job[j] = "over"
  /\ Goes(j, "done")
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, hand, faults>>

ExecutionDies(j) ==
  /\ run[j].at \notin {"none", "done", "dead"} /\ job[j] = "open" /\ Fault
  /\ Goes(j, "dead")
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, hand>>

\* sweep-deliveries: another attempt, whose tokens are others. finishJobs
Restart(j) ==
  /\ run[j].at = "dead"
  /\ Goes(j, IF job[j] = "over" THEN "done" ELSE "enter")
  /\ try' = [try EXCEPT ![j] = @ + 1]
  /\ UNCHANGED <<lane, version, job, stored, delayed, hand, faults>>

------------------------------------ (* handing over *) -----------------------------------

Hand(h, change) == hand' = [hand EXCEPT ![h] = change]

\* The job that a process takes out: its own; the sweeper, any that has finished.
Gone(h) == IF h # Sweeper THEN {h} ELSE {j \in Jobs : job[j] = "over" /\ (lane.holder = j \/ Waits(j))}

Read(h) ==
  /\ hand[h].at = "read"
  /\ \E j \in Gone(h) :
       Hand(h, [at |-> IF MayWait(j) /\ Has("end the wait") THEN "end wait" ELSE "leave",
                seen |-> version, holder |-> j, tokens |-> {}])
  /\ UNCHANGED <<lane, version, job, run, try, stored, delayed, faults>>

\* Sends a token; the state waits only for that of its current try.
Sends(j, tokens) == IF run[j].at = "waits" /\ try[j] \in tokens THEN Goes(j, "enter") ELSE UNCHANGED run

\* Before the finished job leaves: its execution goes on and is refused.
EndWait(h) ==
  /\ hand[h].at = "end wait"
  /\ Sends(hand[h].holder, stored[hand[h].holder])
  /\ Hand(h, [hand[h] EXCEPT !.at = "leave"])
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, faults>>

Leave(h) ==
  /\ hand[h].at = "leave"
  /\ IF Fresh(hand[h].seen)
     THEN /\ Writes(Left(lane, hand[h].holder))
          /\ Hand(h, IF lane'.handed THEN [Idle EXCEPT !.at = "look"] ELSE Idle)
     ELSE /\ Hand(h, IF h = Sweeper THEN Idle ELSE [Idle EXCEPT !.at = "read"])
          /\ UNCHANGED <<lane, version>>
  /\ UNCHANGED <<job, run, try, stored, delayed, faults>>

\* Reads the tokens of the holder that was handed the lane; takes it out if it has finished meanwhile.
Look(h) ==
  /\ hand[h].at = "look"
  /\ LET j == lane.holder IN
     CASE j = None \/ ~lane.handed -> Hand(h, Idle)
       [] j # None /\ lane.handed /\ job[j] = "over" ->
            Hand(h, [at |-> IF Has("end the wait") THEN "end wait" ELSE "leave",
                     seen |-> version, holder |-> j, tokens |-> {}])
       [] OTHER -> Hand(h, [at |-> "send", seen |-> 0, holder |-> j, tokens |-> stored[j]])
  /\ UNCHANGED <<lane, version, job, run, try, stored, delayed, faults>>

Send(h) ==
  /\ hand[h].at = "send"
  /\ Sends(hand[h].holder, hand[h].tokens)
  /\ Hand(h, Idle)
  /\ UNCHANGED <<lane, version, job, try, stored, delayed, faults>>

HandFails(h) ==
  /\ hand[h] # Idle /\ Fault
  /\ Hand(h, Idle)
  /\ UNCHANGED <<lane, version, job, run, try, stored, delayed>>

\* sweep-deliveries, for a contended lane: a holder that does not know that it has the lane, or a finished job.
Sweep ==
  /\ Has("sweeper") /\ hand[Sweeper] = Idle
  /\ \/ Gone(Sweeper) # {} /\ (lane.waiting # {} \/ lane.handed) /\ Hand(Sweeper, [Idle EXCEPT !.at = "read"])
     \/ lane.handed /\ run[lane.holder].at = "waits" /\ Hand(Sweeper, [Idle EXCEPT !.at = "look"])
  /\ UNCHANGED <<lane, version, job, run, try, stored, delayed, faults>>

\* The job that the sweeper wanted to take out has left.
SweepEnds ==
  /\ hand[Sweeper].at = "read" /\ Gone(Sweeper) = {}
  /\ Hand(Sweeper, Idle)
  /\ UNCHANGED <<lane, version, job, run, try, stored, delayed, faults>>

------------------------------------------------------------------------------------------

\* Started work continues. Users need not ask or cancel, and failures need not happen.
Progress ==
  \/ \E j \in Jobs : Enter(j) \/ Take(j) \/ StoreToken(j) \/ Check(j) \/ Finish(j) \/ Overtaken(j) \/ Restart(j)
  \/ \E h \in Hands : Read(h) \/ EndWait(h) \/ Leave(h) \/ Look(h) \/ Send(h)
  \/ Sweep \/ SweepEnds

Next ==
  \/ Progress \/ Cancel
  \/ \E j \in Jobs : Ask(j) \/ TriesAgain(j) \/ Lands(j) \/ ExecutionDies(j)
  \/ \E h \in Hands : HandFails(h)

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

---------------------------------- (* what must hold *) ----------------------------------

\* At most one unfinished job works.
OneAtATime == Cardinality({j \in Jobs : run[j].at = "works" /\ job[j] = "open"}) <= 1

\* Every job ends, and no execution waits any more: no wake-up is lost.
Rest(j) == job[j] = "none" \/ (job[j] = "over" /\ run[j].at = "done")
NothingHangs == ENABLED Progress \/ \A j \in Jobs : Rest(j)
AskedEnds == \A j \in Jobs : job[j] = "open" ~> (job[j] = "over" /\ run[j].at = "done")
==========================================================================================
